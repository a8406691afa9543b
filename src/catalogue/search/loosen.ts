import type { Mended } from "./mended.ts";
import type { SearchRequest } from "./request.ts";
import { rewritten, type Slot, typedFor } from "./slots.ts";

// So many wordings are tried at most.
const MOST_TRIED = 10;

/**
 * A request without the word that says least, or more than one: of those without which books are found, the one that most
 * books have. Null where no single word finds any. `booksOf` tells how many books have a word.
 */
export function withoutLoosest(
  request: SearchRequest,
  slots: readonly Slot[],
  booksOf: (slot: Slot) => number,
  count: (request: SearchRequest) => number,
): Mended | null {
  const without = (dropped: readonly Slot[]): Mended => ({
    how: "dropped",
    request: rewritten(
      request,
      dropped.map((slot) => ({ slot, words: "" })),
    ),
    dropped: dropped.map((slot) => typedFor(slot, request)),
  });
  let tried = 0;
  const finds = ({ request }: Mended) => tried++ < MOST_TRIED && count(request) > 0;

  // What no book has cannot be kept.
  let dropped = slots.filter((slot) => booksOf(slot) === 0);
  let left = slots.filter((slot) => booksOf(slot) > 0).sort((one, other) => booksOf(other) - booksOf(one));
  if (left.length === 0) return null;
  if (dropped.length > 0) {
    const mended = without(dropped);
    if (finds(mended)) return mended;
  }
  while (left.length > 1) {
    for (const slot of left) {
      const mended = without([...dropped, slot]);
      if (finds(mended)) return mended;
    }
    // No single one will do. Which books have is what goes together with the rest least often.
    const rarest = left.at(-1);
    if (!rarest) return null;
    dropped = [...dropped, rarest];
    left = left.slice(0, -1);
  }
  return null;
}
