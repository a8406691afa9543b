import { Eta } from "eta/core"; // which reads no files
import type { Book } from "../catalogue/book.ts";
import { type Environ, utf8 } from "../gateway/index.ts";
import { readClock } from "./clock.ts";
import type { Page } from "./page.ts";
import { templates } from "./templates.ts";

// A name with "@" is found without a look at the disk.
const eta = new Eta({ autoEscape: true });
for (const [name, template] of templates) eta.loadTemplate(`@${name}`, template);

/**
 * The HTML of a page, its view within the layout, at the time `now`, as UTF-8. `environ` is missing where a request was
 * too bad to have one.
 */
export function render(page: Page, environ: Environ | undefined, now: Date): Uint8Array {
  const { title } = page;
  const root = environ?.SCRIPT_NAME ? pathOf(environ.SCRIPT_NAME) : ""; // where the site is mounted
  // Spreading the model would have V8 make a new hidden class for each page.
  const body = eta.render(`@${page.view}`, Object.assign({ title, root, bookItem }, page.model));
  return Buffer.from(eta.render("@layout", { title, root, clock: readClock(now), body }));
}

/** A path as an address has it: percent-encoded. One that is not UTF-8 is none that a link could have. */
function pathOf(scriptName: string): string {
  return (utf8(scriptName) ?? "").split("/").map(encodeURIComponent).join("/");
}

const bookItems = new WeakMap<Book, string>();

/** A book of a list. A book never changes while it is remembered, so its HTML is made once. */
function bookItem(book: Book): string {
  const known = bookItems.get(book);
  if (known !== undefined) return known;
  const rendered = eta.render("@book", { book, makers: makers(book), price: price(book.price) });
  // A template gives a string in many pieces, which each page would put together again. Bytes and back make it one.
  const html = Buffer.from(rendered).toString();
  bookItems.set(book, html);
  return html;
}

/** Cents as dollars: "$40.74". */
function price(cents: number | null): string {
  return cents === null ? "price on request" : `$${(cents / 100).toFixed(2)}`;
}

/** Who made a book: "Leo Tolstoy, Louise Maude (translator)". */
function makers({ contributors }: Book): string {
  return contributors.map(({ name, role }) => (role === "author" ? name : `${name} (${role})`)).join(", ");
}
