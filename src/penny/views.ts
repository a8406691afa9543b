import { join } from "node:path";
import { Eta } from "eta";
import type { Book } from "../catalogue/book.ts";
import type { Environ } from "../gateway/index.ts";
import { ROOT } from "../root.ts";
import type { Page } from "./page.ts";

/** The folder of the templates, and in it the folder of the static files. */
export const VIEWS = join(ROOT, "views");

const eta = new Eta({ views: VIEWS, cache: true, autoEscape: true });

/** The HTML of a page, at the time `now`, as UTF-8. `environ` is missing where a request was too bad to have one. */
export function render(page: Page, environ: Environ | undefined, now: Date): Uint8Array {
  const html = eta.render(page.view, {
    ...page.model,
    title: page.title,
    root: environ?.SCRIPT_NAME ?? "", // where the site is mounted
    greeting: now.getHours() < 12 ? "Good morning" : "Good afternoon",
    now,
    clock,
    price,
    makers,
  });
  return Buffer.from(html);
}

const dateAndTime = new Intl.DateTimeFormat("en", { dateStyle: "full", timeStyle: "medium" });

function clock(now: Date): string {
  return dateAndTime.format(now);
}

/** Cents as dollars: "$40.74". */
function price(cents: number | null): string {
  return cents === null ? "price on request" : `$${(cents / 100).toFixed(2)}`;
}

/** Who made a book: "Leo Tolstoy, Louise Maude (translator)". */
function makers({ contributors }: Book): string {
  return contributors.map(({ name, role }) => (role === "author" ? name : `${name} (${role})`)).join(", ");
}
