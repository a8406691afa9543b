import { LONGEST_TIMER } from "../gateway/timers.ts";

/**
 * The options of a server with its defaults for what is not given. Numbers are whole: of what there must be one at least
 * (connections, requests) from 1 up, and times, whose names end in "Timeout", such as a timer bears.
 *
 * Throws a RangeError for a number that makes no sense.
 */
export function settingsOf<S extends object>(defaults: S, options: object): S {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const all: S = { ...defaults, ...given };
  for (const [name, value] of Object.entries(all)) {
    if (typeof value !== "number") continue;
    const least = /^max(?:Connections|Requests)$/.test(name) ? 1 : 0;
    const most = name.endsWith("Timeout") ? LONGEST_TIMER : Number.MAX_SAFE_INTEGER;
    if (Number.isInteger(value) && value >= least && value <= most) continue;
    const range = most === LONGEST_TIMER ? `from ${least} to ${most}` : `from ${least} up`;
    throw new RangeError(`the option ${name} must be a whole number ${range}, not ${value}`);
  }
  return all;
}
