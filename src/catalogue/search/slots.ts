import type { Piece } from "../folding.ts";
import type { SearchRequest } from "./request.ts";
import { readTyped } from "./typed.ts";
import { isRequired } from "./wish.ts";

type TextField = "q" | "author" | "title" | "subject";

const TEXT_FIELDS = ["q", "author", "title", "subject"] as const;

/** A word of a request, and where it stands. */
export interface Slot {
  readonly field: TextField;
  readonly piece: Piece;
}

/** Other words in the place of one; none leave it out. */
export interface Change {
  readonly slot: Slot;
  readonly words: string;
}

/** The words of a request's texts, without those that are left out. A text with quotes has none: who quotes means it. */
export function slotsOf(request: SearchRequest): Slot[] {
  return TEXT_FIELDS.flatMap((field) => {
    const text = request[field] ?? "";
    return /["“„«]/.test(text)
      ? []
      : readTyped(text)
          .words.filter(isRequired)
          .map((piece) => ({ field, piece }));
  });
}

/** A request with other words in the place of some. */
export function rewritten(request: SearchRequest, changes: readonly Change[]): SearchRequest {
  const texts: Partial<Record<TextField, string>> = {};
  // From behind, so that what is still to be changed stays where it is.
  for (const { slot, words } of changes.toSorted(
    (one, other) => other.slot.piece.start - one.slot.piece.start,
  )) {
    const { field, piece } = slot;
    const text = texts[field] ?? request[field] ?? "";
    texts[field] = `${text.slice(0, piece.start)}${words}${text.slice(piece.end)}`;
  }
  for (const field of TEXT_FIELDS) {
    const text = texts[field];
    if (text !== undefined) texts[field] = text.replace(/\s+/g, " ").trim();
  }
  return { ...request, ...texts };
}

/** What somebody typed for a word. */
export function typedFor({ field, piece }: Slot, request: SearchRequest): string {
  return (request[field] ?? "").slice(piece.start, piece.end);
}
