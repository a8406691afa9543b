import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BAD_OUTPUTS } from "./outputs.ts";

/** What a program may do that is no answer, and what comes of it. */
export interface BadProgram {
  readonly name: string;
  /** The line of its script. */
  readonly line: string;
  readonly status: number;
  /** The lines that the error stream gets. */
  readonly log: readonly string[];
}

const TYPED = "Content-Type: text/plain\\n";
const NO_RESPONSE = "The output of / is no response: ";
const NO_OUTPUT = `${NO_RESPONSE}there is no output`;

/** What a script may do besides writing what is no response. */
const DEEDS: readonly BadProgram[] = [
  { name: "ends with a status", line: "exit 3", status: 502, log: [NO_OUTPUT] },
  { name: "is killed", line: "kill -9 $$", status: 502, log: [NO_RESPONSE] },
  { name: "complains", line: "echo dear me >&2", status: 502, log: ["dear me", NO_OUTPUT] },
  { name: "closes its output and stays a while", line: "exec >&- sleep 2", status: 502, log: [NO_OUTPUT] },
  {
    name: "writes more than it says",
    line: `printf '${TYPED}Content-Length: 3\\n\\nhello'`,
    status: 200,
    log: ["The output is longer than its Content-Length, 3; the rest is cut off."],
  },
];

/** What a CGI program may do. */
export const BAD_PROGRAMS: readonly BadProgram[] = [
  ...DEEDS,
  ...BAD_OUTPUTS.map(({ name, output, fault }): BadProgram => {
    const octal = Array.from(output, (char) => `\\0${char.charCodeAt(0).toString(8)}`);
    const log = [NO_RESPONSE + fault];
    return { name: `writes ${name}`, line: `printf '%b' '${octal.join("")}'`, status: 502, log };
  }),
];

/** Writes a script that does what the path asks for, "/3" the third of those above, or says hello. Gives its path. */
export function writeScript(folder: string): string {
  const file = join(folder, "bad.sh");
  const cases = BAD_PROGRAMS.map(({ line }, number) => `/${number}) ${line} ;;`);
  const rest = `*) printf '${TYPED}\\nhello' ;;`;
  writeFileSync(file, `#!/bin/sh\ncase "$PATH_INFO" in\n${[...cases, rest].join("\n")}\nesac\n`);
  chmodSync(file, 0o755);
  return file;
}
