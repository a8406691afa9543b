import { expect, test } from "vitest";
import { frontEndOf } from "../../src/doctor/front-end.ts";
import type { Protocol, Seen } from "../../src/doctor/seen.ts";
import { answer, CLIENT, handed } from "./answers.ts";

const OURS = { SERVER_SOFTWARE: "TSGI", REMOTE_PORT: "40000" };
const DIRECT = { SERVER_SOFTWARE: "TSGI", REMOTE_PORT: String(CLIENT.port) };

test.each<[string, Seen["environ"], string | undefined, Protocol, string, string]>([
  [
    "by what it says of itself",
    { SERVER_SOFTWARE: "nginx/1.22.1" },
    "nginx",
    "FastCGI",
    "nginx",
    "nginx/1.22.1",
  ],
  [
    "with words behind",
    { SERVER_SOFTWARE: "Apache/2.4 (Debian)" },
    "",
    "CGI",
    "Apache",
    "Apache/2.4 (Debian)",
  ],
  ["lighttpd", { SERVER_SOFTWARE: "lighttpd/1.4.69" }, "x", "SCGI", "lighttpd", "lighttpd/1.4.69"],
  ["by its answer", {}, "nginx/1.22.1", "SCGI", "nginx", "nginx/1.22.1"],
  ["by its answer, in front of our HTTP", OURS, "nginx", "HTTP", "nginx", "nginx"],
  ["by a field of Apache's", { ...OURS, HTTP_X_FORWARDED_SERVER: "x" }, "TSGI", "HTTP", "Apache", "Apache"],
  ["by a field of lighttpd's", { ...OURS, HTTP_X_HOST: "x" }, "TSGI", "HTTP", "lighttpd", "lighttpd"],
  ["as one that it does not know", { SERVER_SOFTWARE: "Caddy" }, "Caddy", "FastCGI", "other", "Caddy"],
  ["as one that does not say its name", OURS, "TSGI", "HTTP", "other", "a web server"],
  ["as none", DIRECT, "TSGI", "HTTP", "none", "TSGI"],
  ["as none, which starts a program of CGI", DIRECT, "TSGI", "CGI", "none", "TSGI"],
])("a front end is known %s", (_, environ, field, protocol, server, title) => {
  const { seen } = handed(environ, { protocol });
  const fields: Record<string, string> = field === undefined ? {} : { server: field };
  expect(frontEndOf(answer({ seen, fields }))).toEqual({ server, title, protocol });
});

test("nothing is known of who was not asked for it", () => {
  expect(() => frontEndOf(answer())).toThrow(TypeError);
});
