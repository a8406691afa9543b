import type { Random } from "../../../src/catalogue/generate/random.ts";
import { wordsOf } from "./typing.ts";

/** The ways to type a name; undefined where this name has too few words for it. */
const SHAPES: readonly ((words: readonly string[], random: Random) => string | undefined)[] = [
  (words) => words.at(-1),
  (words) => (words.length > 1 ? words.join(" ") : undefined),
  (words) => (words.length > 1 ? `${words.at(-1)}, ${words.slice(0, -1).join(" ")}` : undefined),
  withInitials,
];

/** A name in one of the ways to type it: a surname, "Harper Lee", "Lee, Harper", or initials: "JRR Tolkien", "H. Lee". */
export function nameTyped(name: string, random: Random): string | undefined {
  return SHAPES[random.below(SHAPES.length)]?.(wordsOf(name), random);
}

function withInitials(words: readonly string[], random: Random): string | undefined {
  const given = words.slice(0, -1);
  if (given.length === 0) return undefined;
  const initials = given.flatMap((word) => word.split(/[.-]+/)).flatMap((word) => Array.from(word)[0] ?? []);
  const typed = [initials.join(""), initials.join(" "), initials.map((letter) => `${letter}.`).join("")];
  return `${typed[random.below(typed.length)]} ${words.at(-1)}`;
}
