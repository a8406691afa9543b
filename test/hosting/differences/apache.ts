import type { Difference } from "./difference.ts";

const APACHE = /^Apache/;

/** What Apache httpd changes. */
export const apacheDifferences: readonly Difference[] = [
  {
    of: APACHE,
    rows: /^25: .* 8192 bytes/,
    reason: "Apache refuses a field of more than 8190 bytes, unless LimitRequestFieldSize lets it through",
  },
  {
    of: APACHE,
    rows: /^26: a repeated Cookie/,
    reason: "Apache joins all fields of one name with commas; browsers send one Cookie",
  },
  {
    of: APACHE,
    rows: /^20: a fragment |^20: a question mark in a fragment/,
    reason: "Apache refuses a target with a fragment",
  },
  {
    of: APACHE,
    rows: /^22: the absolute target .*@/,
    reason: "Apache refuses a target with a user's name",
  },
  {
    of: APACHE,
    rows: /^22: the absolute target https:/,
    reason: "Apache takes the host out of an absolute target only where its scheme is the connection's",
  },
  {
    of: APACHE,
    rows: /^22: an absolute target without a host/,
    reason: "Apache takes the host from the Host field then",
  },
  {
    of: /^Apache, mod_proxy_http/,
    rows: /^22: the absolute target/,
    reason: "Apache asks the server behind it for the path alone",
  },
  { of: APACHE, rows: /^23: an asterisk/, reason: "Apache answers it by itself" },
  {
    of: /^Apache, mod_proxy_http/,
    rows: /^17: the slashes of \/\//,
    reason:
      "ProxyPass takes several slashes at the beginning for one; ProxyPassMatch keeps them, but no connection",
  },
  {
    of: /^Apache, mod_proxy_http/,
    rows: /^8: SERVER_PROTOCOL is HTTP\/1\.0/,
    reason: "Apache speaks HTTP/1.1, whatever its client speaks",
  },
  {
    of: /^Apache, mod_(?:cgid|proxy_fcgi|proxy_scgi)/,
    rows: /^62:/,
    reason: "Apache joins fields of one name with commas, but for Set-Cookie, and leaves their meaning",
  },
  {
    of: /^Apache, mod_cgid/,
    rows: /^(?:68|74|93): .* br(?:eaks|oken)|^92: a body in chunks/,
    reason: "CGI knows no end of a body but that of the program's output, and not why it ended",
  },
  {
    of: /^Apache, mod_proxy_scgi/,
    rows: /^(?:68|74|93): .* br(?:eaks|oken)|^92: a body in chunks/,
    reason: "SCGI knows no end but that of the connection, and a Unix socket does not tell why it ended",
  },
];
