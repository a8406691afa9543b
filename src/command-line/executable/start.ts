/**
 * What the launcher of an executable has Node run: the program beside it, a function of what a CommonJS module is given.
 * V8 has compiled it when it was made (see compile.ts), and compiles it again where another Node runs it.
 */
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { Script } from "node:vm";

const filename = `${(process.argv[1] ?? "").slice(0, -".cjs".length)}.program`;
const bytes = readFileSync(filename);
const length = bytes.readUInt32LE(bytes.length - 4);
const cachedData = bytes.subarray(length, -4);
const script = new Script(bytes.toString("utf8", 0, length), { filename, cachedData });
const program: unknown = script.runInThisContext();
if (typeof program === "function") program(require, filename, dirname(filename));
