import type { HeaderField, HeaderList } from "../gateway/index.ts";

/** The value of a field, those of one name joined with ", "; undefined when there is none. `name` is in lower case. */
export function fieldValue(headers: HeaderList, name: string): string | undefined {
  let value: string | undefined;
  for (const [other, text] of headers) {
    if (other.length === name.length && other.toLowerCase() === name) {
      value = value === undefined ? text : `${value}, ${text}`;
    }
  }
  return value;
}

/** The fields without those of these names, which are in lower case. */
export function withoutFields(headers: HeaderList, names: ReadonlySet<string>): HeaderField[] {
  return headers.filter(([name]) => !names.has(name.toLowerCase()));
}

/** The fields with a field of this name and no other of it. `name` is as it is to be sent. */
export function withField(headers: HeaderList, name: string, value: string): HeaderField[] {
  return [...withoutFields(headers, new Set([name.toLowerCase()])), [name, value]];
}
