/**
 * Run by Node with the name of a file that holds a script in UTF-8, and the name that it will have: appends what V8
 * makes of it, and the script's length in bytes, as four bytes, little endian.
 */
import { constants, openSync, readFileSync, writeFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { Script } from "node:vm";

const [file = "", filename = ""] = process.argv.slice(1);
const source = readFileSync(file);
// V8 would leave each function until it is called.
setFlagsFromString("--no-lazy");
const script = new Script(source.toString(), { filename }); // the name that stacks show
// What is made with other flags than those of the process that uses it is of no use there.
setFlagsFromString("--lazy");
const length = Buffer.alloc(4);
length.writeUInt32LE(source.length);
// One that was removed meanwhile stays so: nobody would remove it again.
const descriptor = openSync(file, constants.O_WRONLY | constants.O_APPEND);
writeFileSync(descriptor, Buffer.concat([script.createCachedData(), length]));
