import type { ErrorStream } from "../../src/gateway/index.ts";

/** An error stream that keeps what was written. */
export interface CollectedErrors extends ErrorStream {
  readonly text: string;
}

/** Makes an error stream that keeps what was written. */
export function collectErrors(): CollectedErrors {
  let text = "";
  return {
    get text() {
      return text;
    },
    write: (more) => {
      text += more;
    },
    flush: () => {},
  };
}
