import { describe, test } from "vitest";
import { failOnUnhandled } from "../support/rejections.ts";
import { cases } from "./cases.ts";
import { servers } from "./servers.ts";
import { applicationOf, expectFailure, verify } from "./verify.ts";

failOnUnhandled();

describe.each(servers)("$name", ({ kind, ask }) => {
  for (const row of cases.filter(({ on }) => on?.includes(kind) ?? true)) {
    const reason = row.beyond?.[kind];
    const name = `${row.number}: ${row.name}`;
    if (reason === undefined) test(name, async () => verify(await ask(applicationOf(row), row), row));
    else test(`${name} (not here: ${reason})`, async () => expectFailure(ask(applicationOf(row), row), row));
  }
});
