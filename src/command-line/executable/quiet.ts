/** Has all that this process prints go to standard error. For modules that are imported after this one, too. */
Object.defineProperty(process, "stdout", { get: () => process.stderr, configurable: true });

const { get } = Object.getOwnPropertyDescriptor(process, "stderr") ?? {};
let standardError: typeof process.stderr | undefined;

// Opened when something is printed: it would bring all of Node's streams with it, and few requests print anything.
Object.defineProperty(process, "stderr", {
  get: () => {
    standardError ??= get?.call(process).on("error", () => {}); // nobody may be reading it
    return standardError;
  },
  configurable: true,
});
