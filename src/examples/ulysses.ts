/** Streams the first 30 lines of a poem, each as soon as the client has taken the one before. */
import { open } from "node:fs/promises";
import { join } from "node:path";
import type { Application } from "../gateway/index.ts";
import { ROOT } from "../root.ts";

const POEM = join(ROOT, "src/examples/ulysses.txt");

export const application: Application = (_environ, startResponse) => {
  startResponse("200 OK", [["Content-Type", "text/plain; charset=utf-8"]]);
  return lines(30);
};

async function* lines(most: number): AsyncGenerator<Uint8Array> {
  const file = await open(POEM);
  let number = 0;
  // Leaving the loop closes the file, also when the client leaves.
  for await (const line of file.readLines()) {
    yield Buffer.from(`${line}\n`);
    number += 1;
    if (number === most) return;
  }
}
