import { Buffer } from "node:buffer";
import { formatBegin } from "../../../src/protocols/fastcgi/bodies.ts";
import { FCGI_PARAMS, FCGI_RESPONDER, FCGI_STDIN } from "../../../src/protocols/fastcgi/constants.ts";
import { formatPairs } from "../../../src/protocols/fastcgi/pairs.ts";
import { formatRecord } from "../../../src/protocols/fastcgi/records.ts";

const NOTHING = new Uint8Array(0);

/** The records of a request that is 2 KiB long, as nginx sends them. */
export function requestOf(id: number): Buffer {
  const variables = new Map([
    ["GATEWAY_INTERFACE", "CGI/1.1"],
    ["SERVER_SOFTWARE", "nginx/1.22.1"],
    ["SERVER_PROTOCOL", "HTTP/1.1"],
    ["SERVER_NAME", "books.example.org"],
    ["SERVER_ADDR", "192.0.2.1"],
    ["SERVER_PORT", "443"],
    ["REMOTE_ADDR", "198.51.100.17"],
    ["REMOTE_PORT", "51734"],
    ["REQUEST_METHOD", "GET"],
    ["REQUEST_SCHEME", "https"],
    ["HTTPS", "on"],
    ["REQUEST_URI", "/searchresults?author=charlotte+bronte&page=2"],
    ["SCRIPT_NAME", ""],
    ["PATH_INFO", "/searchresults"],
    ["QUERY_STRING", "author=charlotte+bronte&page=2"],
    ["CONTENT_TYPE", ""],
    ["CONTENT_LENGTH", ""],
    ["HTTP_HOST", "books.example.org"],
    ["HTTP_USER_AGENT", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"],
    ["HTTP_ACCEPT", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"],
    ["HTTP_ACCEPT_LANGUAGE", "en-GB,en;q=0.5"],
    ["HTTP_ACCEPT_ENCODING", "gzip, deflate, br"],
    ["HTTP_REFERER", "https://books.example.org/searchform"],
  ]);
  const ends = [formatRecord(FCGI_PARAMS, id, NOTHING), formatRecord(FCGI_STDIN, id, NOTHING)];
  const records = () => [
    formatBegin(id, { role: FCGI_RESPONDER, keepConnection: true }),
    formatRecord(FCGI_PARAMS, id, formatPairs(variables)),
    ...ends,
  ];
  // The cookie fills it up: its name, and the four bytes of its length.
  const missing = 2048 - Buffer.concat(records()).length - "HTTP_COOKIE".length - 5;
  variables.set("HTTP_COOKIE", `session=${"0123456789abcdef".repeat(128)}`.slice(0, missing));
  return Buffer.concat(records());
}
