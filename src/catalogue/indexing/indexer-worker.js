// A thread does not inherit what lets its parent read TypeScript, so it begins in JavaScript. This file is for the
// sources as they stand: compiled, in dist/, indexer-worker.ts itself has this name.
import { register } from "tsx/esm/api";

register();
await import("./indexer-worker.ts");
