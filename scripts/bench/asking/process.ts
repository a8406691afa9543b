/** A process that asks a catalogue and prints how long each query took. `node process.js ERRAND` */
import { readFileSync } from "node:fs";
import { Catalogue } from "../../../src/catalogue/catalogue.ts";
import { type Asked, type Errand, PAGE } from "../asking.ts";
import { memoryOf } from "../memory.ts";
import type { Query } from "../queries.ts";

const { database, rounds, warmUp, queries } = JSON.parse(
  readFileSync(process.argv[2] ?? "", "utf8"),
) as Errand;
const requestsOf = (some: readonly Query[]) => some.map(({ wanted }) => ({ ...wanted, limit: PAGE }));
const [others, requests] = [requestsOf(warmUp), requestsOf(queries)];

// A catalogue remembers books that it has read. It is opened anew in each round, and is asked each query once.
const times = Array.from({ length: rounds }, () => {
  const catalogue = Catalogue.open(database);
  for (const request of others) catalogue.search(request);
  const took = requests.map((request) => {
    const began = performance.now();
    catalogue.search(request);
    return performance.now() - began;
  });
  catalogue.close();
  return took;
});
const asked: Asked = { rounds: times, memory: memoryOf("self") };
process.stdout.write(JSON.stringify(asked));
