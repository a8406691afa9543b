import type { Book } from "../book.ts";
import type { SearchRequest } from "./request.ts";
import type { SearchAnswer } from "./searcher.ts";
import type { WantedWord } from "./wanted.ts";
import { understand, type Wish } from "./wish.ts";

/** An answer as programs read it. */
export function toJson(request: SearchRequest, answer: SearchAnswer, explain: boolean): object {
  const { results, count, mended, steps } = answer;
  return {
    count: count.books,
    more: count.more,
    mended,
    results: results.map(({ book, reason, marks }) => {
      const { id, title, subtitle, series, contributors, year, language, isbn, price, quantity, editions } =
        book;
      const authors = contributors.filter(({ role }) => role === "author").map(({ name }) => name);
      return {
        id,
        title,
        authors,
        year,
        isbn,
        subtitle,
        series,
        contributors,
        language,
        price,
        quantity,
        editions,
        reason,
        marks,
      };
    }),
    ...(explain ? { understood: understood(understand(mended?.request ?? request)), steps } : {}),
  };
}

/** An answer as a person reads it in a terminal: a numbered line or two for each book. */
export function listed({ results, count, mended }: SearchAnswer): string {
  const lines: string[] = [];
  if (mended) lines.push(mending(mended.how, mended.request, mended.dropped), "");
  for (const [place, { book }] of results.entries()) lines.push(...bookLines(place + 1, book));
  if (results.length > 0) lines.push("");
  lines.push(found(count.books, count.more));
  return `${lines.join("\n")}\n`;
}

function bookLines(place: number, book: Book): string[] {
  const { title, subtitle, contributors, year, isbn, series, editions } = book;
  const indent = " ".repeat(5);
  const names = contributors
    .map(({ name, role }) => (role === "author" ? name : `${name} (${role})`))
    .join(", ");
  const facts = [
    names,
    year === null ? "" : year < 0 ? `${-year} BCE` : String(year),
    series === null ? "" : `[${series}]`,
    isbn === null ? "" : `ISBN ${isbn}`,
    editions > 1 ? `${editions} editions` : "",
  ].filter((fact) => fact !== "");
  const first = `${String(place).padStart(3)}. ${title}${subtitle === null ? "" : `: ${subtitle}`}`;
  return facts.length === 0 ? [first] : [first, indent + facts.join(" · ")];
}

function found(books: number, more: boolean): string {
  if (books === 0) return "No books.";
  return more
    ? `More than ${books.toLocaleString("en")} books.`
    : `${books.toLocaleString("en")} ${books === 1 ? "book" : "books"}.`;
}

function mending(how: string, request: SearchRequest, dropped: readonly string[]): string {
  const text = [request.q, request.author, request.title, request.subject].filter(Boolean).join(" / ");
  return how === "dropped"
    ? `Few books or none have all of these words. Searched without ${dropped.map((word) => `“${word}”`).join(", ")}: ${text}`
    : `Few books or none have these words. Searched for: ${text}`;
}

/** How a request was understood, and what each step took, as a person reads it. */
export function explained(request: SearchRequest, { mended, steps }: SearchAnswer): string {
  const lines = ["Understood as"];
  for (const line of understood(understand(request))) lines.push(`  ${line}`);
  if (mended) {
    lines.push(`then ${mended.how}, as`);
    for (const line of understood(understand(mended.request))) lines.push(`  ${line}`);
  }
  lines.push("", `${"Step".padEnd(16)}${"ms".padStart(9)}${"rows".padStart(8)}${"lists read".padStart(12)}`);
  for (const { name, milliseconds, rows, read } of steps) {
    lines.push(
      `${name.padEnd(16)}${milliseconds.toFixed(3).padStart(9)}${String(rows).padStart(8)}${String(read).padStart(12)}`,
    );
  }
  const total = steps.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return `${lines.join("\n")}\n${"all".padEnd(16)}${total.toFixed(3).padStart(9)}\n`;
}

function understood({ texts, phrases, excluded, language, years, isbn }: Wish): string[] {
  const lines = texts.map(({ where, words }) => `${where}: ${words.map(worded).join(" and ")}`);
  for (const { where, words } of phrases) lines.push(`${where}: the phrase ${words.map(worded).join(" ")}`);
  for (const words of excluded) lines.push(`not: ${words.map(worded).join(" ")}`);
  if (language !== null) lines.push(`language: ${language}`);
  if (years !== null) lines.push(`years: ${years.from} to ${years.to}`);
  if (isbn !== null) lines.push(`ISBN: ${isbn}`);
  return lines.length > 0 ? lines : ["nothing"];
}

function worded({ piece, isBeginning }: WantedWord): string {
  const { whole, parts, paired } = piece;
  const star = isBeginning ? "…" : "";
  if (paired || parts.length === 1) return `${whole}${star}`;
  return `(${whole}${star} or ${parts.join(" and ")}${star})`;
}
