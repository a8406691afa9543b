import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Environ, HeaderList } from "../gateway/index.ts";

/** What a handler is given. */
export interface PageRequest {
  readonly environ: Environ;
  /** The parameters of the query, decoded. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The catalogue as it is now. Throws a CatalogueError when it is gone. */
  readonly catalogue: () => Catalogue;
}

/** What a handler gives back: a view and what to show in it. */
export interface Page {
  /** "200 OK" unless given. */
  readonly status?: string;
  /** The template: a name in views/. */
  readonly view: "welcome" | "searchform" | "searchresults" | "error";
  /** Stands before "Penny.com" in the title of the window. */
  readonly title: string;
  /** What the template shows, besides what the layout needs. */
  readonly model: Readonly<Record<string, unknown>>;
  /** Fields besides those of every page. */
  readonly headers?: HeaderList;
}

/** Makes the page for a request. Knows no SQL and no sockets. */
export type Handler = (request: PageRequest) => Page;
