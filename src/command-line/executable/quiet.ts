/** Has all that this process prints go to standard error. For modules that are imported after this one, too. */
Object.defineProperty(process, "stdout", { get: () => process.stderr, configurable: true });
