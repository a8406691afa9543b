import { afterAll, beforeAll, describe, test } from "vitest";
import { nameOf } from "../conformance/by-row.ts";
import type { Case } from "../conformance/case.ts";
import { cases } from "../conformance/cases.ts";
import { applicationOf, expectFailure, verify } from "../conformance/verify.ts";
import { differenceOf } from "./differences.ts";
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

    for (const row of cases.filter(({ on }) => on === undefined)) {
      const reason = differenceOf(hosting, row);
      const name = nameOf(row);
      const outcome = () => front.ask(applicationOf(row), row);
      if (reason !== undefined)
        test(`${name} (not here: ${reason})`, async () => expectFailure(outcome(), row));
      else
        test(name, async () => {
          const came = await outcome();
          // A web server may learn that a body is broken off before it has passed the head on, and pass on nothing.
          if (!isBrokenOff(row) || came.responses.length > 0) verify(came, row);
        });
    }
  });
});

function isBrokenOff({ expect }: Case): boolean {
  return [expect].flat().some(({ complete }) => complete === false);
}
