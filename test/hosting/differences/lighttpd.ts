import type { Difference } from "./difference.ts";

const LIGHTTPD = /^lighttpd/;

/** The rows of bodies that fail half-way and have not told their length. */
const BROKEN_OFF = /^(?:68|74|93): .* br(?:eaks|oken)|^92: a body in chunks/;

/** What lighttpd changes. */
export const lighttpdDifferences: readonly Difference[] = [
  { of: LIGHTTPD, rows: /^1: .* M-SEARCH/, reason: "lighttpd refuses a method that it does not know" },
  {
    of: LIGHTTPD,
    rows: /^25: .* 8192 bytes/,
    reason:
      "lighttpd refuses a head of more than 8 KiB, unless server.max-request-field-size lets it through",
  },
  {
    of: LIGHTTPD,
    rows: /^22: (?:the absolute target|an absolute target with https)/,
    reason:
      "lighttpd refuses an absolute target whose host is not that of the Host field, and shortens any other",
  },
  { of: LIGHTTPD, rows: /^23: an asterisk/, reason: "lighttpd answers it by itself" },
  { of: LIGHTTPD, rows: /^32: an empty value/, reason: "lighttpd passes on no field without a value" },
  {
    of: LIGHTTPD,
    rows: /^55: the status (?!404).* is sent as it is/,
    reason: "lighttpd has words of its own for a status",
  },
  {
    of: /^lighttpd, mod_(?:cgi|fastcgi|scgi)/,
    rows: /^15: .* is refused/,
    reason: "lighttpd takes a percent sign that encodes nothing for a percent sign",
  },
  {
    of: /^lighttpd, mod_(?:cgi|fastcgi|scgi)/,
    rows: /^29:/,
    reason: "lighttpd hands over all fields that come to one name of a variable, under that name",
  },
  {
    of: /^lighttpd, mod_proxy/,
    rows: /^8: SERVER_PROTOCOL is HTTP\/1\.0/,
    reason: "lighttpd speaks HTTP/1.1, whatever its client speaks",
  },
  { of: /^lighttpd, mod_proxy/, rows: /^20: a fragment/, reason: "lighttpd takes the fragment away" },
  {
    of: /^lighttpd, mod_cgi/,
    rows: BROKEN_OFF,
    reason: "CGI knows no end of a body but that of the program's output, and not why it ended",
  },
  {
    of: /^lighttpd, mod_scgi/,
    rows: BROKEN_OFF,
    reason: "SCGI knows no end but that of the connection, and a Unix socket does not tell why it ended",
  },
  {
    of: /^lighttpd, mod_(?:fastcgi|proxy)/,
    rows: BROKEN_OFF,
    byChance: true,
    reason:
      "lighttpd takes what it has of a body for the whole if it learns of the fault before it has begun to answer",
  },
];
