import type { Environ } from "../../gateway/index.ts";

const FIELD = /^(?:HTTP_(.+)|(CONTENT_TYPE|CONTENT_LENGTH))$/;

// Between the server and its client, who have dealt with them (RFC 9110 §7.6.1, §10.1.1).
const SERVERS_OWN =
  /^(?:connection|expect|keep-alive|proxy-connection|te|trailer|transfer-encoding|upgrade)$/;

/** The fields of a request as they are handed on: names in lower case, latin-1 values. */
export function requestFields(environ: Environ): [name: string, value: string][] {
  const fields: [string, string][] = [];
  for (const [key, value] of Object.entries(environ)) {
    const [, field, content] = FIELD.exec(key) ?? [];
    const name = (field ?? content)?.toLowerCase().replaceAll("_", "-");
    if (name !== undefined && typeof value === "string" && !SERVERS_OWN.test(name))
      fields.push([name, value]);
  }
  return fields;
}
