import { dirname } from "node:path";
import type { Mistake } from "./mistake.ts";

function site(served: (behind: string, lines: string) => string): Mistake["site"] {
  return (behind, port, lines) => `
    <VirtualHost 127.0.0.1:${port}>
      ServerName localhost
      ${served(behind, lines.join("\n"))}
    </VirtualHost>`;
}

function fastcgi(within: (lines: string) => Readonly<{ host?: string; location?: string }>): Mistake["site"] {
  return site((behind, lines) => {
    const { host = "AllowEncodedSlashes On", location = "CGIPassAuth On" } = within(lines);
    return `
      ${host}
      ProxyPass "/" "unix:${behind}|fcgi://localhost/" flushpackets=on
      <Location "/">
        ${location}
      </Location>`;
  });
}

const CGI = site(
  (program, lines) => `
      AllowEncodedSlashes On
      ScriptAlias "/" "${program}/"
      <Directory "${dirname(program)}">
        Require all granted
        ${lines}
      </Directory>`,
);

const HTTP = site(
  (address, lines) => `
      AllowEncodedSlashes NoDecode
      MergeSlashes Off
      ${lines}
      ProxyPass "/" "http://${address}/" nocanon flushpackets=on
      RequestHeader unset X-Forwarded-For
      RequestHeader unset Forwarded`,
);

const PROTO = "RequestHeader set X-Forwarded-Proto expr=%{REQUEST_SCHEME}";
const HOST = "ProxyPreserveHost On";

/** Mistakes in Apache's configuration. */
export const apacheMistakes: readonly Mistake[] = [
  {
    name: "Authorization is kept from a CGI program",
    protocol: "cgi",
    site: CGI,
    wrong: [],
    what: "Authorization is lost",
    mending: ["CGIPassAuth On"],
  },
  {
    name: "Authorization is kept from FastCGI",
    protocol: "fastcgi",
    site: fastcgi((location) => ({ location })),
    wrong: [],
    what: "Authorization is lost",
    mending: ["CGIPassAuth On"],
  },
  {
    name: "encoded slashes are refused",
    protocol: "fastcgi",
    site: fastcgi((host) => ({ host })),
    wrong: [],
    what: "A path with an encoded slash is refused: to /a%20b//c%2Fd comes 404",
    mending: ["AllowEncodedSlashes On"],
  },
  {
    name: "pages of errors are replaced",
    protocol: "fastcgi",
    site: fastcgi((lines) => ({ host: `AllowEncodedSlashes On\n${lines}` })),
    wrong: ["ProxyErrorOverride On"],
    what: "own page with the status 404 is replaced",
    mending: ["ProxyErrorOverride Off"],
  },
  {
    name: "long bodies are refused",
    protocol: "cgi",
    site: (behind, port, lines) => CGI(behind, port, ["CGIPassAuth On", ...lines]),
    wrong: ["LimitRequestBody 1024"],
    what: "A POST of 100 KB is refused: 413 comes",
    mending: ["LimitRequestBody 1048576"],
  },
  {
    name: "long fields are refused",
    protocol: "fastcgi",
    site: fastcgi((lines) => ({ host: `AllowEncodedSlashes On\n${lines}` })),
    wrong: ["LimitRequestFieldSize 4000"],
    what: "A field of 7000 bytes is refused: 400 comes",
    mending: ["LimitRequestFieldSize 16380"],
  },
  {
    name: "the host is the proxy's own",
    protocol: "http",
    site: (behind, port, lines) => HTTP(behind, port, [PROTO, ...lines]),
    wrong: [],
    what: 'HTTP_HOST is "127.0.0.1:',
    mending: [HOST],
  },
  {
    name: "X-Forwarded-Proto is the client's own",
    protocol: "http",
    site: (behind, port, lines) => HTTP(behind, port, [HOST, ...lines]),
    wrong: [],
    what: "X-Forwarded-Proto comes as the client sent it",
    mending: [PROTO],
  },
  {
    name: "Authorization is taken away",
    protocol: "http",
    site: (behind, port, lines) => HTTP(behind, port, [HOST, PROTO, ...lines]),
    wrong: ["RequestHeader unset Authorization"],
    what: "Authorization is lost",
    mending: [],
  },
];
