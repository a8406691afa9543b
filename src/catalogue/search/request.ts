/** What is searched for. What is left out matters not; a search for nothing at all finds nothing. */
export interface SearchRequest {
  /** Words of any kind, as they are typed: title, author, series, subject, ISBN. */
  readonly q?: string | undefined;
  /** A name or the beginning of one, in either order. */
  readonly author?: string | undefined;
  readonly title?: string | undefined;
  readonly subject?: string | undefined;
  /** An ISBN in any of its shapes. */
  readonly isbn?: string | undefined;
  /** A BCP 47 tag; only its language counts. */
  readonly language?: string | undefined;
  /** The first year, and the last; negative before the Common Era. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** How many results, 1 to 100. */
  readonly limit: number;
  /** How many results stand before them, 0 to 999; 0 unless given. */
  readonly offset?: number | undefined;
  /** True to have the facets counted. */
  readonly facets?: boolean | undefined;
}

/** How many results a search has at most. Who wants more has to say more. */
export const MOST_RESULTS = 1000;

/** How many of them stand on a page at most. */
export const LARGEST_PAGE = 100;
