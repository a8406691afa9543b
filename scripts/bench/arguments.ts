import { readArguments, UsageError } from "../../src/command-line/arguments.ts";

/** The names of the benchmarks, in the order in which they run. */
export const NAMES = ["site", "cgi", "modes", "nginx", "prefork", "codec"] as const;

export type Name = (typeof NAMES)[number];

export const USAGE = `Usage: npm run bench -- [options] [name ...]

Measures, side by side and in turns, one or more of these, or all:

  site       Penny beside two peers: a constant, and the same pages by hand
  cgi        what a CGI program takes, beside a Node that does nothing
  modes      --mode thread and --mode fastcgi beside in-process
  nginx      behind nginx by FastCGI, and by HTTP
  prefork    two processes beside one
  codec      what a FastCGI request takes

  --rounds N     how often all is started afresh
  --seconds N    how many turns of a second each has in a round
`;

/** What is to be measured, and how often. */
export interface Wishes {
  readonly names: readonly Name[];
  readonly rounds: number | undefined;
  readonly seconds: number | undefined;
}

/** Reads the arguments; undefined when the usage is asked for. Throws a UsageError for what makes no sense. */
export function readWishes(args: readonly string[]): Wishes | undefined {
  const text = { type: "string" } as const;
  const options = { rounds: text, seconds: text, help: { type: "boolean", short: "h" } } as const;
  const { values, positionals } = readArguments(options, [...args]);
  if (values.help) return undefined;
  return {
    names: positionals.length > 0 ? positionals.map(nameOf) : NAMES,
    rounds: readNumber("rounds", values.rounds),
    seconds: readNumber("seconds", values.seconds),
  };
}

function nameOf(text: string): Name {
  const found = NAMES.find((name) => name === text);
  if (found) return found;
  throw new UsageError(`there is no benchmark "${text}"; there are ${NAMES.join(", ")}`);
}

function readNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9][0-9]{0,2}$/.test(text)) throw new UsageError(`--${name} is a number from 1 to 999`);
  return Number(text);
}
