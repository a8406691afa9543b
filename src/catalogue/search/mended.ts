import type { SearchRequest } from "./request.ts";

/** What was done to a search that found few books or none. */
export interface Mended {
  /** Words were corrected, joined, cut in two, or numbers written in another way; or words were left out. */
  readonly how: "corrected" | "joined" | "split" | "number" | "dropped";
  /** What was searched for instead. */
  readonly request: SearchRequest;
  /** The words that were left out. */
  readonly dropped: readonly string[];
}
