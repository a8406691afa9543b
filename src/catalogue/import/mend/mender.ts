import { decodeHTMLStrict } from "entities/decode";
import { isDamaged } from "../text.ts";
import { mendMojibake } from "./mojibake.ts";

// A text without any of these needs no mending, and costs next to nothing.
const SUSPICIOUS = /[&\u0080-\uffff]|^"/;
const BEYOND_ASCII = /[\u0080-\uffff]/;

// A field in quotes, with doubled ones inside, that was put into quotes again: all that is left of CSV inside of CSV.
const TWICE_QUOTED = /^"((?:[^"]|"")*)"$/;

// "&amp;", "&#39;", "&#xe9;": with the semicolon, for "AT&T" and "R&D" are no entities.
const ENTITY = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/i;

// "&amp;amp;eacute;": some pages are made of other pages.
const MOST_TIMES = 3;

/** Mends the texts of records and counts, by kind, the records that needed it. */
export class Mender {
  readonly #found = new Set<string>();
  #counts: Record<string, number> = {};

  /**
   * A text without HTML entities, without UTF-8 that was read as Windows-1252, and without the quotes of a field that was
   * quoted twice. Characters that were lost before, U+FFFD, stay and are counted as "damaged characters".
   */
  mend(text: string): string {
    if (!SUSPICIOUS.test(text)) return text;
    let mended = text.startsWith('"') ? this.#unquote(text) : text;
    if (mended.includes("&")) mended = this.#decode(mended);
    if (BEYOND_ASCII.test(mended)) {
      const before = mendMojibake(mended);
      if (before !== null) {
        this.note("mojibake");
        mended = before;
      }
      if (isDamaged(mended)) this.note("damaged characters");
    }
    return mended;
  }

  /** Notes that something else about this record was mended. */
  note(kind: string): void {
    this.#found.add(kind);
  }

  /** Ends a record: each kind counts once, however many of its texts had it. */
  endRecord(): void {
    if (this.#found.size === 0) return;
    for (const kind of this.#found) this.#counts[kind] = (this.#counts[kind] ?? 0) + 1;
    this.#found.clear();
  }

  /** The counts since they were last taken. */
  takeCounts(): Readonly<Record<string, number>> {
    const counts = this.#counts;
    this.#counts = {};
    return counts;
  }

  #unquote(text: string): string {
    const [, inside] = TWICE_QUOTED.exec(text) ?? [];
    if (inside === undefined || !inside.includes('""')) return text; // "Heroes" may be a title
    this.note("doubled quotes");
    return inside.replaceAll('""', '"');
  }

  #decode(text: string): string {
    let decoded = text;
    for (let times = 0; times < MOST_TIMES && ENTITY.test(decoded); times++) {
      const before = decoded;
      decoded = decodeHTMLStrict(decoded);
      if (decoded === before) break; // "&Copy;" looks like one and is none
      this.note("HTML entities");
    }
    return decoded;
  }
}
