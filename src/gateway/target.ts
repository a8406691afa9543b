import { percentDecoded } from "./text.ts";

/** What a request target asks for. */
export interface Resource {
  /** Percent-decoded, as latin-1 text; undefined when a "%" in it is not followed by two hexadecimal digits. */
  readonly path: string | undefined;
  /** What follows the first "?", not decoded; "" when there is none. */
  readonly query: string;
}

/** Reads a request target that is a path, with perhaps a query. A fragment has no business there, and is left out. */
export function resourceOf(target: string): Resource {
  const fragment = target.indexOf("#");
  const resource = fragment < 0 ? target : target.slice(0, fragment);
  const mark = resource.indexOf("?");
  return mark < 0
    ? { path: percentDecoded(resource), query: "" }
    : { path: percentDecoded(resource.slice(0, mark)), query: resource.slice(mark + 1) };
}
