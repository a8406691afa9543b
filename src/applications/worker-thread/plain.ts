import type { Environ } from "../../gateway/index.ts";
import type { PlainEnviron } from "./messages.ts";

/** An environ without what is made anew in the thread. */
export function plain(environ: Environ): PlainEnviron {
  return {
    ...environ,
    "tsgi.input": undefined,
    "tsgi.errors": undefined,
    "tsgi.file_wrapper": undefined,
    "tsgi.signal": undefined,
  };
}

/** What of an environ can be copied into another thread: not the functions, for one, that a middleware put there. */
export function cloneable(environ: PlainEnviron): PlainEnviron {
  const entries = Object.entries(environ).filter(([, value]) => {
    try {
      structuredClone(value);
      return true;
    } catch {
      return false;
    }
  });
  return Object.fromEntries(entries);
}
