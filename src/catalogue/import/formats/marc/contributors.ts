import type { Contributor } from "../../../book.ts";
import { readName } from "../../name.ts";
import type { SourceContributor } from "../../source-book.ts";
import { type Linked, linkedFields } from "./linked.ts";
import { joinParts, withoutSeparator, withoutStop } from "./punctuation.ts";
import { allOf, type Field, fieldsOf, firstOf, has, type MarcRecord } from "./record.ts";
import { type Responsibility, readResponsibility } from "./responsibility.ts";
import { readRelators } from "./roles.ts";

const MAIN = ["100", "110", "111"];
const ADDED = ["700", "710", "711", "720"];
const PERSONAL = ["100", "700", "720"];
const MEETINGS = ["111", "711"];

/**
 * Who made the book of a record in MARC 21: the main entry first, then the added entries but for those of another work,
 * which have a title. Somebody without a relator is an author as main entry, and otherwise what the statement of
 * responsibility says. The same name in another script, and forenames written out, are aliases.
 */
export function contributorsOf(record: MarcRecord): readonly SourceContributor[] {
  const linked = linkedFields(record);
  const statements = fieldsOf(record, "245").flatMap((field) => allOf(field, "c"));
  const stated = readResponsibility(statements.join(" ; "));
  const found = new Map<string, SourceContributor>();
  for (const field of [...fieldsOf(record, ...MAIN), ...fieldsOf(record, ...ADDED)]) {
    if (ADDED.includes(field.tag) && has(field, "t")) continue;
    const contributor = readContributor(field, linked, stated);
    if (contributor !== null && !found.has(contributor.name)) found.set(contributor.name, contributor);
  }
  return [...found.values()];
}

function readContributor(field: Field, linked: Linked, stated: Responsibility): SourceContributor | null {
  const person = readName(nameIn(field));
  if (person === null) return null;
  const { name } = person;
  const relator = relatorOf(field);
  if (relator === null) return null;
  const role = relator ?? (MAIN.includes(field.tag) ? person.role : roleBeside(person, stated));
  const aliases = [...namesWrittenOut(field), ...namesIn(linked(field))].filter((alias) => alias !== name);
  return aliases.length > 0 ? { name, role, aliases } : { name, role };
}

/** The role by $4 and $e; meetings have theirs in $j, and a part of their name in $e. */
function relatorOf(field: Field): string | null | undefined {
  return readRelators(allOf(field, "4"), allOf(field, MEETINGS.includes(field.tag) ? "j" : "e"));
}

/** The role of somebody without a relator: the one written behind the name, or what the title page says. */
function roleBeside({ name, role }: Contributor, stated: Responsibility): string {
  return role === "author" ? (stated(name.split(",", 1)[0] ?? "") ?? "contributor") : role;
}

/** "Austen, Jane", "John Paul II, Pope", "United States. Congress. House", without the years of a life. */
function nameIn(field: Field): string {
  if (!PERSONAL.includes(field.tag)) return joinParts(allOf(field, "ab"));
  let name = "";
  for (const { code, value } of field.subfields) {
    if (code === "a" && name === "") name = withoutSeparator(value);
    else if (code === "b" && name !== "") name += ` ${withoutSeparator(value)}`;
    else if (code === "c" && name !== "")
      name += (value.startsWith("(") ? " " : ", ") + withoutSeparator(value);
  }
  // The cataloguer found out who it was: "[Villars, Pierre, marquis de, 1623-1698]".
  return withoutStop(name.startsWith("[") ? name.slice(1).replace(/\]$/, "") : name);
}

function namesIn(field: Field | undefined): string[] {
  if (field === undefined) return [];
  // Field 880 has the subfields of the field that it repeats.
  const tag = firstOf(field, "6").slice(0, 3);
  const name = readName(nameIn({ ...field, tag }))?.name;
  return name === undefined ? [] : [name];
}

/** "Tolkien, John Ronald Reuel" of "Tolkien, J. R. R." and its $q, "(John Ronald Reuel)". */
function namesWrittenOut(field: Field): string[] {
  const forenames = withoutSeparator(firstOf(field, "q")).replace(/^\(|\)$/g, "");
  const comma = firstOf(field, "a").indexOf(",");
  if (!PERSONAL.includes(field.tag) || forenames === "" || comma <= 0) return [];
  return [`${withoutSeparator(firstOf(field, "a").slice(0, comma))}, ${forenames}`];
}
