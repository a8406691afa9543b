import type { Mistake } from "./mistake.ts";

function proxy(location = "location /"): Mistake["site"] {
  return (behind, port, lines) => `
    upstream penny { server ${behind}; }
    server {
      listen 127.0.0.1:${port};
      ${location} {
        ${PROXY_LINES.filter((line) => !lines.some((other) => other.startsWith(line.split(" $")[0] ?? ""))).join("\n")}
        ${lines.some((line) => line.startsWith("proxy_pass")) ? "" : "proxy_pass http://penny;"}
        ${lines.join("\n")}
      }
    }`;
}

const PROXY_LINES = [
  "proxy_set_header Host $host:$server_port;",
  "proxy_set_header X-Forwarded-For $remote_addr;",
  "proxy_set_header X-Forwarded-Proto $scheme;",
];

/** Mistakes in nginx's configuration as a proxy on HTTP. */
export const nginxHttpMistakes: readonly Mistake[] = [
  {
    name: "the target is decoded and merged",
    protocol: "http",
    site: proxy(),
    wrong: ["proxy_pass http://penny/;"],
    kind: "note",
    what: "Slashes are changed on the way",
    mending: ["proxy_pass http://penny;"],
  },
  {
    name: "the target is made of what was decoded",
    protocol: "http",
    site: proxy(),
    wrong: ["proxy_pass http://penny$uri$is_args$args;"],
    what: "A path with encoded characters is refused: to /a%20b%2541/c comes 400",
    mending: ["proxy_pass http://penny;"],
  },
  {
    name: "the host is the proxy's own",
    protocol: "http",
    site: proxy(),
    wrong: ["proxy_set_header Host penny;"],
    what: 'HTTP_HOST is "penny"',
    mending: ["proxy_set_header Host $host:$server_port;"],
  },
  {
    name: "X-Forwarded-For is the client's own",
    protocol: "http",
    site: proxy(),
    wrong: ["proxy_set_header X-Forwarded-For $http_x_forwarded_for;"],
    what: "X-Forwarded-For comes as the client sent it",
    mending: ["proxy_set_header X-Forwarded-For $remote_addr;"],
  },
  {
    name: "X-Forwarded-For is taken away",
    protocol: "http",
    site: proxy(),
    wrong: ['proxy_set_header X-Forwarded-For "";'],
    what: "there is no X-Forwarded-For",
    mending: ["proxy_set_header X-Forwarded-For $remote_addr;"],
  },
  {
    name: "X-Forwarded-Proto is the client's own",
    protocol: "http",
    site: proxy(),
    wrong: ["proxy_set_header X-Forwarded-Proto $http_x_forwarded_proto;"],
    what: "X-Forwarded-Proto comes as the client sent it",
    mending: ["proxy_set_header X-Forwarded-Proto $scheme;"],
  },
  {
    name: "Forwarded is the client's own",
    protocol: "http",
    site: proxy(),
    wrong: [],
    kind: "note",
    what: "Forwarded comes as the client sent it",
    mending: ['proxy_set_header Forwarded "";'],
  },
];
