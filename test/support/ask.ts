import type { Buffer } from "node:buffer";
import { type Application, type Environ, resourceOf, respond } from "../../src/gateway/index.ts";
import { bytesOf } from "./body.ts";
import { testEnviron } from "./environ.ts";

/** A response that has come to its end. */
export interface Answer {
  readonly status: string;
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
  readonly body: Buffer;
  /** The body as UTF-8. */
  readonly text: string;
  /** The value of a field, those of the same name joined; undefined when there is none. */
  field(name: string): string | undefined;
}

/**
 * Calls an application as the simplest of servers would, and reads the whole body. `target` is a path with perhaps a
 * query, as on the wire: "/searchresults?author=lee".
 */
export async function ask(
  application: Application,
  target: string,
  overrides: Partial<Environ> = {},
): Promise<Answer> {
  const { path, query } = resourceOf(target);
  if (path === undefined) throw new Error(`a server refuses the path of ${target} itself`);
  const { status, headers, body } = await respond(
    application,
    testEnviron({
      PATH_INFO: path,
      QUERY_STRING: query,
      REQUEST_URI: target,
      ...overrides,
    }),
  );
  const bytes = await bytesOf(body);
  return {
    status,
    headers,
    body: bytes,
    text: bytes.toString(),
    field(name) {
      const values = headers.filter(([other]) => other.toLowerCase() === name.toLowerCase());
      return values.length > 0 ? values.map(([, value]) => value).join(", ") : undefined;
    },
  };
}
