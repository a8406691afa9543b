import type { Case } from "./case.ts";
import { environCases } from "./cases/environ.ts";
import { inputCases } from "./cases/input.ts";

/** What every server must get right: the behaviours of the list, each with a row or several. */
export const cases: readonly Case[] = [
  ...environCases,
  ...inputCases,
];
