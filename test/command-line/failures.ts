import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Database } from "../../src/catalogue/sqlite.ts";
import { testFolder } from "../catalogue/folder.ts";
import { buildBooks } from "../penny/books.ts";

const folder = testFolder();
const at = (name: string) => join(folder, name);
const write = (name: string, text: string) => writeFileSync(at(name), text);

/** Writes the files that the failures are about. */
export async function writeFailures(): Promise<void> {
  write("text.sqlite", "Dear reader, this is not a database at all.\n".repeat(100));
  new Database(at("other.sqlite")).exec("CREATE TABLE books (title TEXT)").close();
  await buildBooks(at("version.sqlite"), []);
  const head = readFileSync(at("version.sqlite")).subarray(0, 100);
  writeFileSync(at("damaged.sqlite"), Buffer.concat([head, Buffer.alloc(9000, 7)]));
  const version = new Database(at("version.sqlite"));
  version.exec("PRAGMA user_version = 99");
  version.close();
  write("throws.mjs", 'throw new Error("no luck today\\nand more");');
  write("throws-nothing.mjs", "throw undefined;");
  write("rejects.mjs", 'await Promise.reject(new TypeError("no luck later"));');
  write("syntax.mjs", "export const application = ;");
  write("syntax.cjs", "exports.application = ;");
  write("syntax.ts", "export const a: number = 1;\nexport const application = ;\n");
  write("imports.mjs", 'import "./nowhere.mjs";');
  write("empty.mjs", "");
  write(
    "nothing.mjs",
    "export const application = 1;\nsetInterval(() => {}, 1000); // would keep the process",
  );
  write("nothing.cjs", "module.exports.default = module.exports;");
  write("nothing.ts", "export type Nothing = string;");
}

/** What can be wrong at the start: the arguments, and the sentence that says so. */
export const FAILURES: ReadonlyArray<readonly [why: string, args: string[], message: RegExp]> = [
  ["the port is missing", [], /^A port is missing, as in: npm run serve 55555\.$/],
  ["the port is empty", [""], /^A port is missing/],
  [
    "the port is no number",
    ["http"],
    /^The port must be a whole number from 1 to 65535, or 0 for any free one, not "http"\.$/,
  ],
  ["an option is empty", ["0", "--host="], /^--host is given without a value; see --help\.$/],
  ["the port is no whole number", ["80.5"], /^The port must be a whole number .*"80\.5"\.$/],
  ["the port is a number of another sort", ["0x50"], /^The port must be a whole number .*"0x50"\.$/],
  ["the port is too large", ["65536"], /^The port must be a whole number .*"65536"\.$/],
  ["the port is far too large", ["9".repeat(400)], /^The port must be a whole number/],
  ["the port is negative", ["-1"], /^Unknown option '-1'; see --help\.$/],
  ["the port is negative for sure", ["--", "-1"], /^The port must be a whole number .*"-1"\.$/],
  ["there are two ports", ["0", "1"], /^One port is enough, and 2 were given; see --help\.$/],
  [
    "the mode is unknown",
    ["0", "--mode", "magic"],
    /^The mode must be one of in-process, .*cgi.*, not "magic"\.$/,
  ],
  [
    "the protocol is unknown",
    ["0", "--protocol", "spdy"],
    /^The protocol must be one of http, fastcgi, scgi, not "spdy"\.$/,
  ],
  [
    "a trusted proxy is no address",
    ["0", "--trusted-proxy", "127.0.0.1,localhost"],
    /^A trusted proxy must be an IP address, a range such as "10\.0\.0\.0\/8", or "unix", not "localhost"\.$/,
  ],
  [
    "a trusted proxy is missing from the list",
    ["0", "--trusted-proxy", "127.0.0.1,"],
    /^A trusted proxy must be .*, not ""\.$/,
  ],
  [
    "a range of trusted proxies is none",
    ["0", "--trusted-proxy", "10.0.0.0/33"],
    /^A trusted proxy must be .*, not "10\.0\.0\.0\/33"\.$/,
  ],
  [
    "who comes by a socket is trusted, where there is none",
    ["0", "--trusted-proxy", "unix"],
    /^The trusted proxy unix is for a --socket; see --help\.$/,
  ],
  [
    "there are a port and a socket",
    ["0", "--socket", "x.sock"],
    /^A port or a --socket is enough; see --help\.$/,
  ],
  [
    "the socket has no folder",
    ["--socket", "/no/such/folder/x.sock"],
    /^This user cannot make a socket at \/no\/such\/folder\/x\.sock; choose a folder/,
  ],
  [
    "the number of threads is none",
    ["0", "--mode", "thread", "--threads", "many"],
    /^The number of threads must be a whole number from 1 to 999, not "many"\.$/,
  ],
  [
    "there are threads in another mode",
    ["0", "--threads", "2"],
    /^--threads is for --mode thread; see --help\.$/,
  ],
  ["an option is unknown", ["0", "--nonsense"], /^Unknown option '--nonsense'; see --help\.$/],
  ["an option has no value", ["0", "--host"], /^Option '--host <value>' argument missing; see --help\.$/],
  [
    "an option has an option for its value",
    ["0", "--app", "--host"],
    /^Option '--app' argument is ambiguous; see --help\.$/,
  ],
  ["an option has a value too many", ["0", "--help=yes"], /^Option '-h, --help' does not take an argument/],
  [
    "the address is not this machine's",
    ["0", "--host", "192.0.2.1"],
    /^This machine has no address "192\.0\.2\.1"/,
  ],
  [
    "the catalogue is missing",
    ["0", "--database", at("missing.sqlite")],
    /^There is no catalogue at .*missing\.sqlite; build one/,
  ],
  [
    "the catalogue is a folder",
    ["0", "--database", folder],
    / is not a file; name a catalogue with --database\.$/,
  ],
  ["the catalogue is a text", ["0", "--database", at("text.sqlite")], / is not a SQLite database; build /],
  [
    "the catalogue is damaged",
    ["0", "--database", at("damaged.sqlite")],
    /damaged\.sqlite is damaged; build it anew with: npm run import\.$/,
  ],
  [
    "the catalogue is another database",
    ["0", "--database", at("other.sqlite")],
    / but not a catalogue; build /,
  ],
  [
    "the catalogue is of another version",
    ["0", "--database", at("version.sqlite")],
    / of version 99 .*; build it anew with: npm run import -- /,
  ],
  ["the module is missing", ["0", "--app", "nowhere.ts"], /^There is no module nowhere\.ts\.$/],
  ["the module is a folder", ["0", "--app", "src"], /^There is no module src\.$/],
  [
    "the module throws",
    ["0", "--app", at("throws.mjs")],
    /^The module .*throws\.mjs does not load: no luck today\.$/,
  ],
  ["the module throws nothing", ["0", "--app", at("throws-nothing.mjs")], / does not load: undefined\.$/],
  ["the module fails later", ["0", "--app", at("rejects.mjs")], / does not load: no luck later\.$/],
  [
    "the module is no JavaScript",
    ["0", "--app", at("syntax.mjs")],
    / does not load: Unexpected token ';'\.$/,
  ],
  ["the module is no CommonJS", ["0", "--app", at("syntax.cjs")], / does not load: Unexpected token ';'\.$/],
  [
    "the module is no TypeScript, and where",
    ["0", "--app", at("syntax.ts")],
    /syntax\.ts:2:\d+: ERROR: Unexpected ";"\.$/,
  ],
  [
    "the module imports what is missing",
    ["0", "--app", at("imports.mjs")],
    / does not load: Cannot find module .*nowhere\.mjs/,
  ],
  [
    "the module is empty",
    ["0", "--app", at("empty.mjs")],
    /^The module .*empty\.mjs exports no application: /,
  ],
  [
    "the module exports no function",
    ["0", "--app", at("nothing.mjs")],
    /^The module .* exports no application: /,
  ],
  [
    "the CommonJS module exports nothing",
    ["0", "--app", at("nothing.cjs")],
    /^The module .* exports no application: /,
  ],
  [
    "the TypeScript module exports nothing",
    ["0", "--app", at("nothing.ts")],
    /^The module .* exports no application: /,
  ],
];
