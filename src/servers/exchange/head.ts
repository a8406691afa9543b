import { contentLength, type HeaderList, isFrozen } from "../../gateway/index.ts";

/** The fields of a response, and what a server has to know of them. */
export interface Head {
  /** Names and values in turn. */
  readonly fields: readonly string[];
  /** The Content-Length that the application states, in bytes. */
  readonly stated: number | undefined;
  /** True when the application names the server itself. */
  readonly namesServer: boolean;
}

const heads = new WeakMap<HeaderList, Head>();

/** Reads the fields of an application. A list that can no longer change is read once. */
export function headOf(headers: HeaderList): Head {
  const known = heads.get(headers);
  if (known) return known;
  const fields: string[] = [];
  let namesServer = false;
  for (const [name, value] of headers) {
    fields.push(name, value); // flat() takes twenty times as long
    namesServer ||= name.toLowerCase() === "server";
  }
  const head = { fields, stated: contentLength(headers), namesServer };
  if (isFrozen(headers)) heads.set(headers, head);
  return head;
}

/** The head without its Content-Length. */
export function withoutLength(head: Head): Head {
  if (head.stated === undefined) return head;
  const fields = head.fields.filter(
    (_, index, all) => all[index - (index % 2)]?.toLowerCase() !== "content-length",
  );
  return { ...head, fields, stated: undefined };
}
