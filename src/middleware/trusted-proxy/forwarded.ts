import { type Hop, parseHost, parseNode, parseScheme } from "./hop.ts";

/**
 * The hops that a Forwarded field tells of (RFC 7239 §4), the latest first: each proxy adds its own at the end. Where an
 * element is not well formed, that one and those before it are left out.
 */
export function forwardedHops(field: string): Hop[] {
  const hops: Hop[] = [];
  for (const element of elementsFromEnd(field)) {
    if (/^[ \t]*$/.test(element)) continue; // allowed in any list (RFC 9110 §5.6.1.2)
    const pairs = parsePairs(element);
    if (!pairs) break;
    hops.push({
      ...parseNode(pairs.get("for") ?? ""),
      scheme: parseScheme(pairs.get("proto")),
      host: parseHost(pairs.get("host")),
      hostPort: undefined,
    });
  }
  return hops;
}

/**
 * The elements of a list, the last one first. A comma within quotes parts nothing.
 *
 * The list is read from its end, for its beginning may be the client's: a quote that is opened there and never closed
 * must not hide what the proxies wrote.
 */
function* elementsFromEnd(list: string): Iterable<string> {
  let end = list.length;
  let quoted = false;
  for (let index = list.length - 1; index >= 0; index--) {
    if (list[index] === '"' && !isEscaped(list, index)) quoted = !quoted;
    if (list[index] !== "," || quoted) continue;
    yield list.slice(index + 1, end);
    end = index;
  }
  yield list.slice(0, end);
}

function isEscaped(text: string, index: number): boolean {
  let start = index;
  while (text[start - 1] === "\\") start--;
  return (index - start) % 2 === 1;
}

// A token, "=", a token or a quoted string, and ";" where another pair follows. Many proxies put a space behind it.
const PAIR = /[ \t]*([!#$%&'*+\-.^_`|~\w]+)=(?:([!#$%&'*+\-.^_`|~\w]+)|"((?:[^"\\]|\\.)*)")[ \t]*(;|$)/y;

/** The parameters of an element, by their names in lower case; undefined when it is not well formed. */
function parsePairs(element: string): Map<string, string> | undefined {
  const pairs = new Map<string, string>();
  PAIR.lastIndex = 0;
  for (;;) {
    const [, name, token, quoted = "", end] = PAIR.exec(element) ?? [];
    if (name === undefined || pairs.has(name.toLowerCase())) return undefined;
    pairs.set(name.toLowerCase(), token ?? quoted.replace(/\\(.)/g, "$1"));
    if (end === "") return pairs;
  }
}
