import { Buffer } from "node:buffer";
import { report } from "./report.ts";
import type { HeaderList } from "./types.ts";

interface Page {
  readonly headers: HeaderList;
  readonly body: Uint8Array;
}

/** An error page with what is reported of the error. One that is neither HTML nor plain text is left as it is. */
export function withDetails(page: Page, error: unknown): Page {
  const [, type = ""] = page.headers.find(([name]) => /^content-type$/i.test(name)) ?? [];
  const text = Buffer.from(page.body).toString();
  let detailed: string;
  if (/^text\/plain\b/i.test(type)) detailed = `${text}\n${report(error)}`;
  else if (/^text\/html\b/i.test(type)) detailed = inHtml(text, `<pre>${escaped(report(error))}</pre>\n`);
  else return page;
  const headers = page.headers.filter(([name]) => !/^content-length$/i.test(name)); // it was that of the page alone
  return { headers, body: Buffer.from(detailed) };
}

/** Where what the page has to say ends, if it shows. */
function inHtml(page: string, details: string): string {
  const end = page.search(/<\/(?:main|body)>/i);
  return end < 0 ? page + details : page.slice(0, end) + details + page.slice(end);
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
