import { afterAll, beforeAll, describe, test } from "vitest";
import { nameOf } from "../conformance/by-row.ts";
import { cases } from "../conformance/cases.ts";
import type { Outcome } from "../conformance/servers.ts";
import { applicationOf, expectFailure, verifyBehind } from "../conformance/verify.ts";
import { differenceOf, isByChance } from "./differences.ts";
import { type Front, startFront } from "./front.ts";
import { hostings } from "./hostings.ts";
import { describeWith } from "./require-program.ts";

describe.each(hostings)("$name", (hosting) => {
  describeWith(hosting.programs[0] ?? "", hosting.programs, (program) => {
    let front: Front;
    beforeAll(async () => {
      front = await startFront(hosting, program);
    }, 60_000);
    afterAll(() => front.close());

    // CGI programs run side by side, and each row waits for its turn.
    const run = hosting.protocol === "cgi" ? test.concurrent : test;
    for (const row of cases.filter(({ on }) => on === undefined)) {
      const reason = differenceOf(hosting, row);
      const name = reason === undefined ? nameOf(row) : `${nameOf(row)} (not here: ${reason})`;
      const outcome = () => front.ask(applicationOf(row), row);
      run(name, { timeout: 60_000 }, async () => {
        if (reason === undefined) verifyBehind(await outcome(), row);
        else if (isByChance(hosting, row)) verifyBehind(brokenOff(await outcome()), row);
        else await expectFailure(outcome(), row);
      });
    }
  });
});

/** What came, where a web server may or may not have taken a part of a body for all of it. */
function brokenOff({ responses, ...others }: Outcome): Outcome {
  return { ...others, responses: responses.map((response) => ({ ...response, complete: false })) };
}
