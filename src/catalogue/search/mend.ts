import type { Piece } from "../folding.ts";
import { correctionsOf, unlikelihoodOf } from "../spelling/corrections.ts";
import { LONGEST_NUMBER, sameNumber } from "../spelling/numbers.ts";
import { joinsOf, splitsOf } from "../spelling/splits.ts";
import type { Vocabulary } from "../spelling/vocabulary.ts";
import { withoutLoosest } from "./loosen.ts";
import type { Mended } from "./mended.ts";
import type { SearchRequest } from "./request.ts";
import { type Change, rewritten, type Slot, slotsOf } from "./slots.ts";

// A word of so many books is no slip of the pen.
const MOST_BOOKS = 2000;

// So many words are looked at, so many of them are corrected, and for each so many others are thought of.
const MOST_WORDS = 12;
const MOST_CORRECTED = 4;
const CORRECTIONS = 4;

// So many other wordings are tried at most, of each kind.
const MOST_TRIED = 12;

/**
 * Looks for another wording of a request that finds more than `found` books: the words corrected from the catalogue's own
 * vocabulary, joined, cut in two, numbers written in another way, and where nothing was found the word left out that
 * says least. Null when there is none. `count` tells how many books a request finds, up to a few.
 */
export function mend(
  request: SearchRequest,
  found: number,
  vocabulary: Vocabulary,
  count: (request: SearchRequest) => number,
): Mended | null {
  const slots = slotsOf(request).slice(0, MOST_WORDS);
  if (slots.length === 0) return null;
  const known = vocabulary.booksOf(slots.flatMap(({ piece: { whole, parts } }) => [whole, ...parts]));
  const booksOf = ({ piece: { whole, parts } }: Slot) =>
    known.get(whole) ?? Math.min(...parts.map((part) => known.get(part) ?? 0));
  // What somebody found a book or two by was what they meant, unless it is a rare word that may be a common one misspelt.
  if (found > 0 && !slots.some((slot) => booksOf(slot) <= found)) return null;

  const first = (all: Iterable<Mended>): Mended | undefined => {
    let tried = 0;
    for (const other of all) {
      if (count(other.request) > found) return other;
      if (++tried === MOST_TRIED) return undefined;
    }
    return undefined;
  };
  const unknown = slots.filter((slot) => booksOf(slot) === 0);
  const rare = slots.filter((slot) => booksOf(slot) < MOST_BOOKS);
  const rarest = rare.toSorted((one, other) => booksOf(one) - booksOf(other)).slice(0, MOST_CORRECTED);
  const mended =
    first(corrected(request, unknown.slice(0, MOST_CORRECTED), slots.at(-1), vocabulary)) ??
    first(respaced(request, slots, vocabulary)) ??
    first(unknown.length === rarest.length ? [] : corrected(request, rarest, slots.at(-1), vocabulary));
  return mended ?? (found > 0 ? null : withoutLoosest(request, slots, booksOf, count));
}

/** The request with one or more of some words corrected, what is likeliest together first. */
function corrected(
  request: SearchRequest,
  slots: readonly Slot[],
  last: Slot | undefined,
  vocabulary: Vocabulary,
): Mended[] {
  let all: { readonly changes: readonly Change[]; readonly unlikelihood: number }[] = [
    { changes: [], unlikelihood: 0 },
  ];
  for (const slot of slots) {
    const { whole } = slot.piece;
    const corrections = correctionsOf(whole, vocabulary, CORRECTIONS, { beginning: slot === last });
    all = all.flatMap((before) => [
      before,
      ...corrections.map((correction) => ({
        changes: [...before.changes, { slot, words: correction.word }],
        unlikelihood: before.unlikelihood + unlikelihoodOf(correction),
      })),
    ]);
  }
  return all
    .filter(({ changes }) => changes.length > 0)
    .sort((one, other) => one.unlikelihood - other.unlikelihood)
    .map(({ changes }) => ({ how: "corrected", request: rewritten(request, changes), dropped: [] }));
}

/** The request with words joined to their neighbours, cut in two, or numbers written in another way. */
function* respaced(
  request: SearchRequest,
  slots: readonly Slot[],
  vocabulary: Vocabulary,
): Generator<Mended> {
  const change = (how: Mended["how"], from: Slot, to: Slot, words: string): Mended => {
    const piece: Piece = { ...from.piece, end: to.piece.end };
    return { how, request: rewritten(request, [{ slot: { ...from, piece }, words }]), dropped: [] };
  };
  const wholes = slots.map(({ piece }) => piece.whole);
  for (const { at, word } of joinsOf(wholes, vocabulary)) {
    const [from, to] = [slots[at], slots[at + 1]];
    if (from && to?.field === from.field) yield change("joined", from, to, word);
  }
  for (const slot of slots) {
    const [halves] = splitsOf(slot.piece.whole, vocabulary);
    if (halves) yield change("split", slot, slot, halves.join(" "));
  }
  for (const [at, from] of slots.entries()) {
    for (let length = Math.min(LONGEST_NUMBER, slots.length - at); length > 0; length--) {
      const to = slots[at + length - 1];
      if (to?.field !== from.field) continue;
      for (const words of sameNumber(wholes.slice(at, at + length)))
        yield change("number", from, to, words.join(" "));
    }
  }
}
