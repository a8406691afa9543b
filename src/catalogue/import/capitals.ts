// "CRIEGERN, Friedrich von", and not the initials or the title of somebody: "A., A. A.", "DE, J. D.D."
const SURNAME_FIRST = /^(?:\p{Lu}['\u2019]|\p{L}{1,3} )?\p{Lu}{2}[\p{Lu}'\u2019 -]*,? .*\p{Ll}{2}/u;

// No name of the kind is longer, in characters. What is longer is not looked at closely.
const LONGEST_NAME = 200;
const LONGEST_FIELD = 2000;

// From this share of a sample on they are a habit and not the name of a firm or two: "IBM, Germany".
const HABIT = 0.2;

/** True when the names of a column have their surnames in capitals, as some libraries write them. */
export function hasCapitalSurnames(sample: readonly string[]): boolean {
  const names = sample.filter((text) => text.trim() !== "");
  const capital = names.filter((text) => SURNAME_FIRST.test(text.trim().slice(0, LONGEST_NAME))).length;
  return names.length > 0 && capital >= names.length * HABIT;
}

const CAPITAL_WORD = /(?<![\p{L}.])(?:\p{Lu}[\p{Lu}'\u2019]+|Y)(?![\p{L}.])/gu;
const ROMAN = /^[IVXL]+$/;
const START = /(?:^|['\u2019])\p{L}/gu;
const PARTICLE =
  /^(?:af|da|de|del|della|den|der|des|di|do|dos|du|e|et|la|le|los|ten|ter|und|van|vom|von|y|zu|zur)$/;

/** A name with capitals at the beginning of its words alone: "CRIEGERN, Friedrich von" is "Criegern, Friedrich von". */
export function withoutCapitals(name: string): string {
  return name.replace(CAPITAL_WORD, (word: string, place: number) => {
    if (ROMAN.test(word)) return word;
    const small = word.toLowerCase();
    return place > 0 && PARTICLE.test(small) ? small : small.replace(START, (letter) => letter.toUpperCase());
  });
}

const SECOND = / and (?=\p{Lu}{2}[^()]*\([^()]+\))/u;
const GIVEN_NAMES_BEHIND = /^(\p{Lu}[^()]*?) \(([^()]+)\)/u;

/**
 * The names of a field as those libraries write several: "BROCKETT, Linus Pierpont and VAUGHAN (Mary C.)" is
 * "BROCKETT, Linus Pierpont" and "VAUGHAN, Mary C."
 */
export function splitCapitals(text: string): string[] {
  if (text.length > LONGEST_FIELD) return [text];
  const [first = "", ...others] = text.split(SECOND);
  return [first, ...others.map((name) => name.replace(GIVEN_NAMES_BEHIND, "$1, $2"))];
}
