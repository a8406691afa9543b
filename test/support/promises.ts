import { setTimeout as delay } from "node:timers/promises";

/** A promise and what settles it. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
}

/** Makes a promise that is resolved from outside. */
export function deferred<T = void>(): Deferred<T> {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** Resolves as soon as `holds`; rejects after two seconds. */
export async function eventually(holds: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 2000; !holds(); ) {
    if (Date.now() > deadline) throw new Error(`it never came about that ${holds}`);
    await delay(5);
  }
}
