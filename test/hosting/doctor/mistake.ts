import type { Probe } from "../../../src/doctor/probe.ts";
import type { Hosting } from "../hosting.ts";

/** A mistake in a web server's configuration, and what the doctor is to say of it. */
export interface Mistake {
  /** "PATH_INFO is left out". */
  readonly name: string;
  readonly protocol: Hosting["protocol"];
  /** Where the application is; "/" unless given. */
  readonly path?: string;
  /** The configuration, with `lines` where the mistake is: that of `behind`, on `port`. */
  readonly site: (behind: string, port: number, lines: readonly string[]) => string;
  readonly wrong: readonly string[];
  /** What the doctor asks, unless it is all but what takes a second. */
  readonly probes?: readonly Probe[];
  /** "fault" unless given. */
  readonly kind?: "fault" | "note";
  /** A part of what the doctor says is wrong. */
  readonly what: string;
  /** The lines that mend it, in the place of those that are wrong. */
  readonly mending: readonly string[];
}
