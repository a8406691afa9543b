import { contentLength, type HeaderList, isFrozen } from "../../gateway/index.ts";

/** The fields of a response as node:http takes them, and what has to be known of them. */
export interface Head {
  /** Names and values in turn; with a Server field. */
  readonly fields: readonly string[];
  /** The Content-Length that the application states, in bytes. */
  readonly stated: number | undefined;
}

const heads = new WeakMap<HeaderList, Head>();

/** Reads the fields of an application. A list that can no longer change is read once. */
export function headOf(headers: HeaderList): Head {
  const known = heads.get(headers);
  if (known) return known;
  const fields: string[] = [];
  let named = false;
  for (const [name, value] of headers) {
    fields.push(name, value); // flat() takes twenty times as long
    named ||= name.toLowerCase() === "server";
  }
  if (!named) fields.push("Server", "TSGI");
  const head = { fields, stated: contentLength(headers) };
  if (isFrozen(headers)) heads.set(headers, head);
  return head;
}

/** The fields without those named `name`, which is in lower case. */
export function without(fields: readonly string[], name: string): string[] {
  return fields.filter((_, index) => fields[index - (index % 2)]?.toLowerCase() !== name);
}
