import type { HeaderField, HeaderList } from "../../gateway/index.ts";
import { fieldValue, withField, withoutFields } from "../fields.ts";
import type { Coding } from "./accept-encoding.ts";

// What tells of the bytes as they were. Ranges of the coded ones cannot be had.
const OF_BYTES = new Set(["content-length", "accept-ranges", "content-digest", "repr-digest", "content-md5"]);

/** The fields of a response that is sent coded. Its ETag is a weak one, for it names several forms (RFC 9110 §8.8.1). */
export function codedHead(headers: HeaderList, coding: Coding): HeaderField[] {
  return [...weakened(varied(withoutFields(headers, OF_BYTES))), ["Content-Encoding", coding]];
}

/** The fields with Accept-Encoding in Vary: the response would be another one for another client (§12.5.5). */
export function varied(headers: HeaderList): HeaderList {
  const vary = fieldValue(headers, "vary");
  if (vary === undefined) return [...headers, ["Vary", "Accept-Encoding"]];
  if (/(?:^|,)[ \t]*(?:\*|accept-encoding)[ \t]*(?:,|$)/i.test(vary)) return headers;
  return withField(headers, "Vary", `${vary}, Accept-Encoding`);
}

/**
 * The fields of a 304. Where the client has the coded form, which its weak tag tells, they are those of the 200 that
 * gave it: Vary too, and the same tag (§15.4.5).
 */
export function codedNotModified(headers: HeaderList, noneMatch: string): HeaderList {
  const tag = fieldValue(headers, "etag");
  return tag?.startsWith('"') && noneMatch.includes(`W/${tag}`) ? weakened(varied(headers)) : headers;
}

function weakened(headers: HeaderList): HeaderList {
  return headers.map(([name, value]) =>
    name.toLowerCase() === "etag" && value.startsWith('"') ? [name, `W/${value}`] : [name, value],
  );
}
