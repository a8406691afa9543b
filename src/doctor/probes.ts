import type { Probe } from "./probe.ts";
import { address } from "./probes/address.ts";
import { head, page, pieces } from "./probes/answer.ts";
import { authorization } from "./probes/authorization.ts";
import { chunked, post } from "./probes/body.ts";
import { client } from "./probes/client.ts";
import { cookies, fields, longField } from "./probes/fields.ts";
import { path } from "./probes/path.ts";
import { slashes } from "./probes/slashes.ts";
import { target } from "./probes/target.ts";

/** What the doctor asks, in the order in which it tells of it. */
export const PROBES: readonly Probe[] = [
  path,
  target,
  slashes,
  address,
  client,
  authorization,
  fields,
  cookies,
  longField,
  post,
  chunked,
  head,
  page,
  pieces,
];
