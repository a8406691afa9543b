// A thread does not inherit what lets its parent read TypeScript: it has to begin in JavaScript.
import { register } from "tsx/esm/api";

register();
await import("./record-worker.ts");
