import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../../../root.ts";

const TABLE = join(ROOT, "src/catalogue/import/formats/marc/eacc.txt");

// The third bytes begin here.
const FIRST = 0x20;

let characters: ReadonlyMap<number, string> | undefined;

/**
 * The character of three bytes of the East Asian Character Code; undefined where there is none. The first call reads the
 * table, which most catalogues never need.
 */
export function eaccCharacter(first: number, second: number, third: number): string | undefined {
  characters ??= new Map(readFileSync(TABLE, "utf8").split(/\r?\n/).filter(isRow).flatMap(readRow));
  return characters.get((first << 16) | (second << 8) | third);
}

/** False for the remarks at the beginning, and for what stands behind the last line's end. */
function isRow(line: string): boolean {
  return line !== "" && !line.startsWith("#");
}

/** The characters of a line of the table, by their codes: "212F 16〇" is one, of the code 212F30. */
function readRow(line: string): [code: number, character: string][] {
  const row: [number, string][] = [];
  let code = (Number.parseInt(line.slice(0, 4), 16) << 8) | FIRST;
  for (const [part] of line.slice(5).matchAll(/\d+|\D/gu)) {
    if (/^\d/.test(part)) code += Number(part);
    else row.push([code++, part]);
  }
  return row;
}
