import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compile } from "../command-line/running.ts";
import { nameOf } from "./by-row.ts";
import { cases } from "./cases.ts";
import { modes, startMode } from "./modes.ts";
import type { AskedProcess } from "./processes.ts";
import { applicationOf, expectFailure, verify } from "./verify.ts";

beforeAll(compile, 60_000);

describe.each(modes)("npm run serve -- $name", (mode) => {
  let server: AskedProcess;
  beforeAll(async () => {
    server = await startMode(mode);
  }, 60_000);
  afterAll(async () => {
    expect(await server.close(), "what was reported besides").toBe("");
  });

  // The server's own options are those of the command line.
  for (const row of cases.filter(({ on, options }) => !options && (on?.includes(mode.kind) ?? true))) {
    const reason = row.beyond?.[mode.kind];
    const outcome = () => server.ask(applicationOf(row), row);
    if (reason === undefined) test(nameOf(row), async () => verify(await outcome(), row));
    else test(`${nameOf(row)} (not here: ${reason})`, async () => expectFailure(outcome(), row));
  }
});
