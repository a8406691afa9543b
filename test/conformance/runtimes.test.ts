import { afterAll, beforeAll, describe, test } from "vitest";
import { describeWith } from "../hosting/require-program.ts";
import { nameOf } from "./by-row.ts";
import { cases } from "./cases.ts";
import type { AskedProcess } from "./processes.ts";
import { runtimeDifference, runtimes, startRuntime } from "./runtimes.ts";
import { applicationOf, expectFailure, verifyBehind } from "./verify.ts";

describe.each(runtimes)("$name", (runtime) => {
  describeWith(runtime.program, [runtime.program], (program) => {
    let server: AskedProcess;
    beforeAll(async () => {
      server = await startRuntime(runtime, program);
    }, 60_000);
    afterAll(() => server.close());

    for (const row of cases.filter(({ on }) => on?.includes("fetch") ?? true)) {
      const reason = runtimeDifference(runtime, row);
      const outcome = () => server.ask(applicationOf(row), row);
      if (reason === undefined) test(nameOf(row), async () => verifyBehind(await outcome(), row));
      else test(`${nameOf(row)} (not here: ${reason})`, async () => expectFailure(outcome(), row));
    }
  });
});
