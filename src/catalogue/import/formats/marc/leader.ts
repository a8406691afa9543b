/** How many bytes the leader of a record has (ISO 2709 §4.3). */
export const LEADER_LENGTH = 24;

// The record's length, five positions, indicator and subfield code lengths, the base address, three positions and the
// lengths in a directory entry. MARC 21 and UNIMARC leave no choice in them, but "45" alone is what all files have.
const EXACT = /^\d{5}[ -~]{5}22\d{5}[ -~]{3}45/;

// Of a first record, which may be a bad one: "2" and "2", or "45", are enough.
const LIKELY = /^\d{5}[ -~]{5}(?:22[\d ]{5}|[ -~]{10}45)/;

/** True when this is a leader without doubt, as it must be to be believed where nobody looked for one. */
export function isLeader(text: string): boolean {
  return EXACT.test(text);
}

/** True when a file that begins with this seems to be of ISO 2709. */
export function isLikelyLeader(text: string): boolean {
  return LIKELY.test(text);
}

/** The record's length in bytes, by its leader; NaN where that is no number. */
export function statedLength(leader: string): number {
  return readNumber(leader.slice(0, 5));
}

/** The place of the first field, by the leader; NaN where that is no number. */
export function statedBase(leader: string): number {
  return readNumber(leader.slice(12, 17));
}

/** A number in digits alone; NaN for anything else, blanks too. */
export function readNumber(text: string): number {
  let number = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    number = number * 10 + digit;
  }
  return text === "" ? Number.NaN : number;
}
