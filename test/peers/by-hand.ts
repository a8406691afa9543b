/**
 * A peer to measure against: Penny's two pages as somebody who knows node:http, better-sqlite3 and the template literal
 * writes them by hand, in one file, with no gateway between. `node by-hand.ts PORT DATABASE`
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import Database from "better-sqlite3";

const [port, file = ""] = process.argv.slice(2);
const database = new Database(":memory:");
prepare();

interface Row {
  isbn: number | null;
  title: string;
  subtitle: string | null;
  series: string | null;
  year: number | null;
  language: string | null;
  price: number | null;
  authors: string | null;
}

const search = database.prepare<[string, number, number], Row>(`
  SELECT isbn, title, subtitle, series, year, language, price, authors
  FROM (SELECT rowid AS id FROM author_index WHERE author_index MATCH ? ORDER BY rowid LIMIT ? OFFSET ?)
  JOIN books USING (id)`);

/** Copies the books into tables that a search by hand needs: the names once more, and FTS5's index of their words. */
function prepare(): void {
  database.prepare("ATTACH ? AS penny").run(file);
  database.function("fold", (name) => fold(String(name)).join(" "));
  database.exec(`
    CREATE TABLE books AS
      SELECT id, isbn, title, subtitle, series, year, language, price, contributors AS authors FROM penny.books;
    CREATE UNIQUE INDEX books_by_id ON books (id);
    CREATE VIRTUAL TABLE author_index USING fts5 (name, content = '', detail = none, prefix = '1 2 3 4 5');
    INSERT INTO author_index (rowid, name) SELECT id, fold(authors) FROM books ORDER BY id;
    INSERT INTO author_index (author_index) VALUES ('optimize');
    DETACH penny;
  `);
}

function fold(text: string): string[] {
  const plain = text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

createServer((request, response) => {
  const url = new URL(request.url ?? "/", "http://localhost");
  if (url.pathname === "/searchform") form(request, response);
  else if (url.pathname === "/searchresults") results(url.searchParams, response);
  else send(response, 404, "Not found");
}).listen(Number(port), "127.0.0.1");

function form(request: IncomingMessage, response: ServerResponse): void {
  const cookie = /(?:^|; )prev_author=([^;]*)/.exec(request.headers.cookie ?? "");
  send(
    response,
    200,
    layout(
      "Author Search",
      `<h1>Author Search</h1>
<form action="/searchresults" method="get" role="search">
<label for="author">Author name</label>
<div class="field">
<input id="author" name="author" type="search" dir="auto" value="" maxlength="200" required autocomplete="off" autocapitalize="words" spellcheck="false">
<button>Go</button>
</div>
<p class="hint">A part of the name will do, in any order: “lee harp” finds Harper Lee.</p>
</form>
<p class="previous">Previous author search: ${cookie?.[1] ? escaped(decodeURIComponent(cookie[1])) : "(None)"}</p>
`,
    ),
  );
}

function results(parameters: URLSearchParams, response: ServerResponse): void {
  const author = (parameters.get("author") ?? "").trim();
  const page = Number(parameters.get("page") ?? 1);
  const match = fold(author)
    .map((word) => `"${word}"*`)
    .join(" ");
  if (match === "" || author.length > 200 || !(page >= 1 && page <= 1000)) {
    send(response, 400, "Please type an author name.");
    return;
  }
  const rows = search.all(match, 51, (page - 1) * 50);
  const books = rows.slice(0, 50);
  let pages = "";
  if (page > 1 || rows.length > 50) {
    const link = (to: number) => `?author=${encodeURIComponent(author)}&amp;page=${to}`;
    pages = `<nav class="pages" aria-label="Pages">
${page > 1 ? `<a rel="prev" href="${link(page - 1)}">Previous</a>` : ""}<span>Page ${page}</span>
${rows.length > 50 ? `<a rel="next" href="${link(page + 1)}">Next</a>` : ""}</nav>
`;
  }
  response.setHeader(
    "Set-Cookie",
    `prev_author=${encodeURIComponent(author)}; Path=/; HttpOnly; SameSite=Lax`,
  );
  send(
    response,
    200,
    layout(
      "Author Search Results",
      `<h1>Author Search Results</h1>
<h2>Books by ${escaped(author)}:</h2>
<ol class="books" start="${(page - 1) * 50 + 1}">
${books.map(item).join("")}</ol>
${pages}<p><a class="button" href="/searchform">Another author search</a></p>
`,
    ),
  );
}

function item(book: Row): string {
  return `<li>
<p class="title"><cite dir="auto"${book.language ? ` lang="${escaped(book.language)}"` : ""}>${escaped(book.title)}</cite>${book.subtitle ? `<span class="subtitle" dir="auto">: ${escaped(book.subtitle)}</span>` : ""}</p>
${book.authors ? `<p class="authors" dir="auto">${escaped(book.authors)}</p>` : ""}<p class="facts">${book.isbn ? `<span>ISBN ${book.isbn}</span> ` : ""}${book.year ? `<span>${book.year < 0 ? `${-book.year} BCE` : book.year}</span> ` : ""}${book.series ? `<span dir="auto">${escaped(book.series)}</span> ` : ""}<span class="price">${book.price === null ? "price on request" : `$${(book.price / 100).toFixed(2)}`}</span></p>
</li>
`;
}

const dateAndTime = new Intl.DateTimeFormat("en", { dateStyle: "full", timeStyle: "medium" });

function layout(title: string, main: string): string {
  const now = new Date();
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} - Penny.com</title>
<link rel="icon" href="/static/penny.svg" type="image/svg+xml">
<link rel="stylesheet" href="/static/penny.css">
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>
<p><a href="/">${now.getHours() < 12 ? "Good morning" : "Good afternoon"} and welcome to Penny.com</a></p>
</header>
<main id="main">
${main}</main>
<footer>
<p><time datetime="${now.toISOString()}">${dateAndTime.format(now)}</time></p>
</footer>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}

function send(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy":
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Content-Length": Buffer.byteLength(html),
  });
  response.end(html);
}
