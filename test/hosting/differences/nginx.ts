import type { Difference } from "./difference.ts";

const NGINX = /^nginx/;

/** What nginx changes. */
export const nginxDifferences: readonly Difference[] = [
  {
    of: NGINX,
    rows: /^25: .* 8192 bytes/,
    reason: "nginx refuses a line of more than 8 KiB, unless large_client_header_buffers lets it through",
  },
  {
    of: NGINX,
    rows: /^37: .*:8080 is rebuilt/,
    reason: "Debian's nginx hands the host over without its port",
  },
  {
    of: NGINX,
    rows: /^22: the absolute target .*@/,
    reason: "nginx refuses a target with a user's name",
  },
  {
    of: NGINX,
    rows: /^22: the absolute target/,
    reason: "nginx takes the host out of an absolute target, and its port away",
  },
  { of: NGINX, rows: /^23: an asterisk/, reason: "nginx refuses it" },
  { of: NGINX, rows: /^23: the target ftp:/, reason: "nginx takes any scheme for its own" },
  {
    of: /^nginx, proxy_pass/,
    rows: /^8: SERVER_PROTOCOL is HTTP\/1\.0/,
    reason: "nginx speaks HTTP/1.1, whatever its client speaks",
  },
  {
    of: /scgi_pass/,
    rows: /^(?:68|74|93): .* br(?:eaks|oken)|^92: a body in chunks/,
    reason: "SCGI knows no end but that of the connection, and a Unix socket does not tell why it ended",
  },
];
