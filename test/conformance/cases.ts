import type { Case } from "./case.ts";
import { bodyCases } from "./cases/body.ts";
import { environCases } from "./cases/environ.ts";
import { errorCases } from "./cases/errors.ts";
import { httpCases } from "./cases/http.ts";
import { inputCases } from "./cases/input.ts";
import { lengthCases } from "./cases/length.ts";
import { requestCases } from "./cases/request.ts";
import { startResponseCases } from "./cases/start-response.ts";
import { targetCases } from "./cases/target.ts";

/** What every server must get right: the behaviours of the list, each with a row or several. */
export const cases: readonly Case[] = [
  ...environCases,
  ...targetCases,
  ...inputCases,
  ...startResponseCases,
  ...bodyCases,
  ...lengthCases,
  ...errorCases,
  ...requestCases,
  ...httpCases,
];
