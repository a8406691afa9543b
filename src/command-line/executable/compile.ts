/**
 * Run by Node with the name of a file that holds a script in UTF-8, and the name that it will have: puts what V8 makes of
 * it in front, and the length of that in bytes behind the script, as four bytes, little endian.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { Script } from "node:vm";

const [file = "", filename = ""] = process.argv.slice(1);
const source = readFileSync(file);
// V8 would leave each function until it is called.
setFlagsFromString("--no-lazy");
const script = new Script(source.toString(), { filename }); // the name that stacks show
// What is made with other flags than those of the process that uses it is of no use there.
setFlagsFromString("--lazy");
const compiled = script.createCachedData(); // in front, for V8 copies one that no word of the memory begins with
const length = Buffer.alloc(4);
length.writeUInt32LE(compiled.length);
// One that was removed meanwhile stays so: nobody would remove it again.
writeFileSync(file, Buffer.concat([compiled, source, length]), { flag: "r+" });
