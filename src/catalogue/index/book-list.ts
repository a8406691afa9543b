import {
  fromSorted,
  intersect,
  intersectBits,
  type Places,
  SHELF,
  subtract,
  toSorted,
  unite,
} from "./places.ts";

/** A set of books that is looked through shelf by shelf, the best known first, and no further than needed. */
export interface BookList {
  /** How many books it has at most. */
  readonly books: number;
  /** The first shelf from `shelf` on that may have some of them; undefined when none has. */
  nextShelf(shelf: number): number | undefined;
  /** Those on a shelf; null where there are none. */
  at(shelf: number): Places | null;
  /** Which of these places of a shelf are of the set. */
  narrow(shelf: number, places: Uint16Array): Uint16Array;
}

/** No book. */
export const NO_BOOKS: BookList = {
  books: 0,
  nextShelf: () => undefined,
  at: () => null,
  narrow: (_shelf, places) => places.subarray(0, 0),
};

/** The books that are in all of some lists. */
export function allOf(lists: readonly BookList[]): BookList {
  const [rarest, ...others] = lists.toSorted((one, other) => one.books - other.books);
  if (!rarest) return NO_BOOKS;
  if (others.length === 0) return rarest;
  const narrow = (shelf: number, places: Uint16Array) => {
    let left = places;
    for (const list of [rarest, ...others]) {
      if (left.length === 0) break;
      left = list.narrow(shelf, left);
    }
    return left;
  };
  return {
    books: rarest.books,
    // The rarest leads, so that the others are looked at only where it has books.
    nextShelf: (shelf) => rarest.nextShelf(shelf),
    at: (shelf) => {
      let places = rarest.at(shelf);
      for (const list of others) {
        if (places === null || places.size === 0) return null;
        places = common(places, list, shelf);
      }
      return places?.size ? places : null;
    },
    narrow,
  };
}

function common(places: Places, list: BookList, shelf: number): Places | null {
  if (places.sorted) return fromSorted(list.narrow(shelf, places.sorted));
  const other = list.at(shelf);
  if (other === null) return null;
  if (places.bits && other.bits) return intersectBits(places.bits, other.bits);
  return fromSorted(intersect(toSorted(other), places));
}

// So many places are looked up in each list of a union; for more the union itself is made first.
const FEW = 64;

/** The books that are in any of some lists. */
export function anyOf(lists: readonly BookList[]): BookList {
  const [first, second] = lists;
  if (!first) return NO_BOOKS;
  if (!second) return first;
  const at = (shelf: number) => {
    const all = lists.flatMap((list) => list.at(shelf) ?? []);
    return all.length === 0 ? null : unite(all);
  };
  return {
    books: lists.reduce((sum, list) => sum + list.books, 0),
    nextShelf: (shelf) => {
      let next: number | undefined;
      for (const list of lists) {
        const own = list.nextShelf(shelf);
        if (own === shelf) return own;
        if (own !== undefined && (next === undefined || own < next)) next = own;
      }
      return next;
    },
    at,
    narrow: (shelf, places) => {
      if (places.length > FEW) {
        const all = at(shelf);
        return all === null ? places.subarray(0, 0) : intersect(places, all);
      }
      const found = lists.map((list) => list.narrow(shelf, places)).filter(({ length }) => length > 0);
      return found.length === 0 ? places.subarray(0, 0) : toSorted(unite(found.map(fromSorted)));
    },
  };
}

/** The books of a list that are not in another. */
export function without(list: BookList, excluded: BookList): BookList {
  const rest = (shelf: number, places: Uint16Array) => {
    const other = excluded.at(shelf);
    return other === null ? places : subtract(places, other);
  };
  return {
    books: list.books,
    nextShelf: (shelf) => list.nextShelf(shelf),
    at: (shelf) => {
      const places = list.at(shelf);
      if (places === null) return null;
      const left = rest(shelf, toSorted(places));
      return left.length === 0 ? null : fromSorted(left);
    },
    narrow: (shelf, places) => rest(shelf, list.narrow(shelf, places)),
  };
}

/** True where a list has a book. */
export function contains(list: BookList, id: number): boolean {
  return list.narrow(Math.floor(id / SHELF), Uint16Array.of(id % SHELF)).length > 0;
}

/** How a list is gone through. */
export interface Going {
  /** Asked between two shelves; false is enough. */
  readonly mayGoOn?: (() => boolean) | undefined;
  /** False for a book that is passed over. */
  readonly accepts?: ((id: number) => boolean) | undefined;
}

/** The ids of the first `limit` books of a list, in order. */
export function firstOf(list: BookList, limit: number, { mayGoOn, accepts }: Going = {}): number[] {
  const ids: number[] = [];
  for (let shelf = list.nextShelf(0); shelf !== undefined; shelf = list.nextShelf(shelf + 1)) {
    const places = list.at(shelf);
    if (places !== null) {
      for (const place of toSorted(places)) {
        const id = shelf * SHELF + place;
        if (accepts && !accepts(id)) continue;
        ids.push(id);
        if (ids.length === limit) return ids;
      }
    }
    if (mayGoOn && !mayGoOn()) break;
  }
  return ids;
}
