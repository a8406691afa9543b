import type { HeaderList } from "./types.ts";

/** The same fields in a list that nobody can change any more: what is found out of it once holds for ever. */
export function frozen(headers: HeaderList): HeaderList {
  return Object.freeze(headers.map(([name, value]) => Object.freeze([name, value] as const)));
}

/** True for a list that can no longer change, nor any of its fields. */
export function isFrozen(headers: HeaderList): boolean {
  return Object.isFrozen(headers) && headers.every(Object.isFrozen);
}
