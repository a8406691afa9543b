import { nameKey, type Piece, piecesOf } from "../../../folding.ts";
import { readName } from "../../name.ts";
import type { SourceContributor } from "../../source-book.ts";
import type { JsonObject } from "./json.ts";
import { readTexts } from "./texts.ts";

// Well-known authors go by hundreds of names, most of them the same one written otherwise. So many are kept,
const ALIASES = 20;

// of so many that are looked at.
const CONSIDERED = 200;

/** The author of whom a record with these fields tells, and their other names. Null where it gives no name. */
export function readAuthor(fields: JsonObject): SourceContributor | null {
  const { name, personal_name, fuller_name, alternate_names } = fields;
  const names = [name, personal_name, fuller_name].flatMap((text) => readTexts(text, 1));
  for (const [index, text] of names.entries()) {
    const author = readName(text);
    if (author === null) continue;
    const { name: own, role } = author;
    const others = [
      ...(author.aliases ?? []),
      ...names.slice(index + 1),
      ...readTexts(alternate_names, CONSIDERED),
    ];
    const aliases = others.length === 0 ? [] : aliasesOf(own, others);
    return aliases.length === 0 ? { name: own, role } : { name: own, role, aliases };
  }
  return null;
}

/** Those of somebody's names that find more than the first: "TWAIN, Mark" says no more than "Mark Twain". */
function aliasesOf(name: string, others: readonly string[]): string[] {
  const aliases: string[] = [];
  const own = new Set(piecesOf(name).map(whole));
  const known = new Set<string>();
  for (const text of others) {
    // "Lewis; Furniss, Harry (Ilustr.) Carroll" is what became of two people in one field.
    if (text === name || text.includes(";")) continue;
    const alias = readName(text)?.name ?? "";
    const pieces = piecesOf(alias);
    if (pieces.every((piece) => own.has(whole(piece)))) continue;
    if (known.size === known.add(nameKey(pieces)).size) continue;
    if (aliases.push(alias) === ALIASES) break;
  }
  return aliases;
}

function whole(piece: Piece): string {
  return piece.whole;
}
