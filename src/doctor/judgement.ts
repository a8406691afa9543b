/** What the doctor says of one thing that a front end passes. */
export type Judgement = Well | Finding;

/** It is as it should be. */
export interface Well {
  readonly kind: "well";
  /** In one line, without an end: "Authorization comes to the application". */
  readonly what: string;
}

/** It is not as it should be: a fault is to be mended; a note tells of what a web server does by its nature, or by choice. */
export interface Finding {
  readonly kind: "fault" | "note";
  /** What is wrong, in one sentence. */
  readonly what: string;
  /** Why it matters, in one sentence. */
  readonly why: string;
  /** What mends it, where the doctor knows. */
  readonly mending?: Mending | undefined;
}

/** Lines of a web server's configuration, or of an application. */
export interface Mending {
  /** Where the lines belong, "nginx, in the location"; or what is to go, where there are none. */
  readonly where: string;
  readonly lines: readonly string[];
}

/** Makes a judgement of what is as it should be. */
export function well(what: string): Well {
  return { kind: "well", what };
}

/** Makes a judgement of what must be mended. */
export function fault(what: string, why: string, mending?: Mending): Finding {
  return { kind: "fault", what, why, mending };
}

/** Makes a judgement of what is worth knowing. */
export function note(what: string, why: string, mending?: Mending): Finding {
  return { kind: "note", what, why, mending };
}
