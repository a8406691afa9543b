import { afterAll, beforeAll, describe, test } from "vitest";
import { nameOf } from "../conformance/by-row.ts";
import { cases } from "../conformance/cases.ts";
import { applicationOf, expectFailure, verifyBehind } from "../conformance/verify.ts";
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
      else test(name, async () => verifyBehind(await outcome(), row));
    }
  });
});
