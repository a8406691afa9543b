import { setTimeout as delay } from "node:timers/promises";

/** Resolves when a value has not changed for a tenth of a second. */
export async function settled(value: () => number): Promise<void> {
  for (let same = 0, last = value(); same < 20; ) {
    await delay(5);
    same = value() === last ? same + 1 : 0;
    last = value();
  }
}
