import type { Difference } from "./difference.ts";

/** What is lost on the way through cgi-fcgi. */
export const cgiFcgiDifferences: readonly Difference[] = [
  {
    of: /^cgi-fcgi/,
    rows: /^(?:68|74|93): .* br(?:eaks|oken)|^92: a body in chunks/,
    reason: "CGI knows no end of a body but that of the program's output, and not why it ended",
  },
];
