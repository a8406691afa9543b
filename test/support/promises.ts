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

/** Resolves as soon as `holds`; rejects when it does not within so many milliseconds. */
export async function eventually(holds: () => boolean | Promise<boolean>, patience = 2000): Promise<void> {
  for (const deadline = performance.now() + patience; !(await holds()); ) {
    if (performance.now() > deadline) throw new Error(`it never came about that ${holds}`);
    await delay(5);
  }
}

/** Resolves when a value has not changed for a tenth of a second. */
export async function settled(value: () => number): Promise<void> {
  for (let same = 0, last = value(); same < 20; ) {
    await delay(5);
    same = value() === last ? same + 1 : 0;
    last = value();
  }
}
