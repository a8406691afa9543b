import { fault, type Judgement, well } from "../judgement.ts";
import { mendTarget } from "../mending/target.ts";
import { mendingOf, nginxParam } from "../mending.ts";
import { handedOver, type Visit } from "../probe.ts";
import type { Seen } from "../seen.ts";

const QUERY = "who=the%20doctor&a=b+c%26&who";
const TARGET = `/?${QUERY}`;

/** Does REQUEST_URI say what was asked for, and the query come as it was sent? */
export const target = handedOver({
  name: "a target with a query",
  question: { target: TARGET },
  seen: ({ environ }, visit) => [
    ...judgeTarget(environ, visit),
    judgeQuery(environ.QUERY_STRING ?? "", visit),
  ],
});

function judgeTarget({ REQUEST_URI: uri }: Seen["environ"], visit: Visit): Judgement[] {
  const { place, frontEnd } = visit;
  const isHttp = frontEnd.protocol === "HTTP";
  const asked = place.folder + TARGET;
  if (uri === asked) return [well("REQUEST_URI is the target as it was sent")];
  if (isHttp && uri === TARGET) return []; // the folder was taken off, which is said of the path
  const why =
    "It alone tells of slashes that were repeated or encoded, and of the address as the client wrote it.";
  const mending = isHttp
    ? mendTarget(visit)
    : mendingOf(frontEnd, {
        nginx: ["in the location, behind the include", nginxParam(frontEnd, "REQUEST_URI", "$request_uri")],
      });
  return [
    !uri
      ? fault("REQUEST_URI is missing.", why, mending)
      : fault(`REQUEST_URI is changed: it is "${uri}", where ${asked} was asked for.`, why, mending),
  ];
}

function judgeQuery(query: string, visit: Visit): Judgement {
  if (query === QUERY) return well("QUERY_STRING is the query as it was sent, not decoded");
  const { frontEnd } = visit;
  const mending =
    frontEnd.protocol === "HTTP"
      ? mendTarget(visit)
      : mendingOf(frontEnd, {
          nginx: [
            "in the location, behind the include",
            nginxParam(frontEnd, "QUERY_STRING", "$query_string"),
          ],
          Apache: ["at the end of the RewriteRule", "[QSA]"],
        });
  return query === ""
    ? fault("The query is lost: QUERY_STRING is empty.", "Nothing can be searched for.", mending)
    : fault(
        `The query is changed: it is "${query}", where ?${QUERY} was asked for.`,
        "What is decoded cannot be told from what stands between its parts.",
        mending,
      );
}
