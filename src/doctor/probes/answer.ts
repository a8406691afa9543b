import { PAUSE, pageOf } from "../application.ts";
import { fault, note, well } from "../judgement.ts";
import { mendingOf, nginxLine } from "../mending.ts";
import { isFromCache, notHandedOver, type Probe } from "../probe.ts";

/** Does a page of the application's own come to the client, where its status tells of an error? */
export const page: Probe = {
  name: "a page that is not found",
  question: { target: "/", wish: "page" },
  judge(answer, { frontEnd }) {
    const isOwn = answer.body.toString() === pageOf(answer.token);
    if (isOwn && answer.status === 404)
      return [well("the application's own page with the status 404 comes to the client")];
    if (isOwn) {
      return [
        fault(
          `The status 404 of a page comes to the client as ${answer.status}.`,
          "Search engines keep what is not there.",
        ),
      ];
    }
    if (isFromCache(answer)) return [notHandedOver("a page that is not found", answer)];
    return [
      fault(
        "The application's own page with the status 404 is replaced by another one.",
        "What the application says of an error, as a page or as data, is never read.",
        mendingOf(frontEnd, {
          nginx: ["in the location", nginxLine(frontEnd, "intercept_errors off;")],
          Apache: ["in the <VirtualHost>", "ProxyErrorOverride Off"],
          lighttpd: ["for the whole server", 'server.error-intercept = "disable"'],
        }),
      ),
    ];
  },
};

/** Does HEAD come as HEAD? */
export const head: Probe = {
  name: "HEAD",
  question: { method: "HEAD", target: "/" },
  judge(answer, { frontEnd }) {
    const { fields, token, status } = answer;
    if (fields["x-doctor"] !== token || status !== 200) return [notHandedOver("HEAD", answer)];
    const method = fields["x-doctor-method"];
    if (method === "HEAD") return [well("HEAD comes as HEAD")];
    return [
      note(
        `HEAD comes as ${method}.`,
        "The application makes the whole page for nothing, unless a cache keeps it.",
        mendingOf(frontEnd, { nginx: ["in the location", nginxLine(frontEnd, "cache_convert_head off;")] }),
      ),
    ];
  },
};

/** Does the beginning of a page come while the rest is being made? */
export const pieces: Probe = {
  name: "a page in two pieces",
  question: { target: "/", wish: "pieces" },
  judge(answer, { frontEnd }) {
    const { fields, token, body, span } = answer;
    if (fields["x-doctor"] !== token) return [notHandedOver("a page in two pieces", answer)];
    if (body.toString() !== "one\ntwo\n") {
      return [fault("A page that is made piece by piece does not come whole.", "Its end is missing.")];
    }
    if (span > PAUSE / 2) return [well("a page comes piece by piece, as it is made")];
    return [
      note(
        "A page comes only when it is whole.",
        "What an application tells bit by bit, such as how far it is, is seen at the end.",
        mendingOf(frontEnd, {
          nginx: ["in the location", nginxLine(frontEnd, "buffering off;")],
          Apache: ["at the end of the ProxyPass", "flushpackets=on"],
          lighttpd: ["for the whole server", "server.stream-response-body = 2"],
        }),
      ),
    ];
  },
};
