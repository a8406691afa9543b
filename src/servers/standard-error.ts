import type { ErrorStream } from "../gateway/index.ts";

/** Where a server reports its faults unless told otherwise. */
export const standardError: ErrorStream = {
  write: (text) => {
    process.stderr.write(text);
  },
  flush: () => {},
};
