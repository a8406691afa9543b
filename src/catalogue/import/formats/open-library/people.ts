import type { Contributor } from "../../../book.ts";
import { readName } from "../../name.ts";
import { isObject, listOf } from "./json.ts";
import { readReference } from "./key.ts";
import { readTexts } from "./texts.ts";

// No title page names more; some records do.
const MOST = 100;

/** The numbers of the authors that a record refers to, in its order, none twice. */
export function readAuthors(authors: unknown): number[] {
  const ids = new Set<number>();
  for (const entry of listOf(authors)) {
    const id = readReference(entry, "A");
    if (id !== null && ids.size < MOST) ids.add(id);
  }
  return [...ids];
}

/**
 * Who else made an edition and is said to have done what: of `contributors`, { name, role }, and of `contributions`,
 * texts. Whoever is only named there may be anything, mostly one of the authors once more, and is left out.
 */
export function readContributors(contributors: unknown, contributions: unknown): Contributor[] {
  const found = new Map<string, Contributor>();
  for (const entry of listOf(contributors).slice(0, MOST)) {
    if (!isObject(entry)) continue;
    const [name] = readTexts(entry.name, 1);
    const [role] = readTexts(entry.role, 1);
    const contributor = name === undefined || role === undefined ? null : withRole(name, role);
    if (contributor !== null) found.set(JSON.stringify(contributor), contributor);
  }
  for (const text of readTexts(contributions, MOST)) {
    const read = readName(text); // "Newell, Peter, 1862-1924, ill."
    if (read === null || read.role === "author") continue;
    const contributor = { name: read.name, role: read.role };
    found.set(JSON.stringify(contributor), contributor);
  }
  return [...found.values()];
}

/** A person in a role, in whatever words; null for one that the catalogue has no word for. */
function withRole(name: string, role: string): Contributor | null {
  const plain = readName(name);
  const told = readName(`${name} (${role.replace(/[()[\]]/g, " ").trim()})`);
  // What is no role stays in the name.
  return told === null || told.name !== plain?.name ? null : { name: told.name, role: told.role };
}
