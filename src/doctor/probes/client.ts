import type { Answer } from "../ask.ts";
import { fault, type Judgement, note, well } from "../judgement.ts";
import { mendingOf, nginxParam } from "../mending.ts";
import { handedOver, type Visit } from "../probe.ts";
import type { Seen } from "../seen.ts";
import { FORGED, judgeForwarded } from "./forwarded.ts";

/** Does the application learn who the client is, and from nobody else than the web server? */
export const client = handedOver({
  name: "a request with forged X-Forwarded-* fields",
  question: { target: "/", fields: () => FORGED },
  seen: ({ environ }, visit, answer) =>
    visit.frontEnd.protocol === "HTTP" && visit.frontEnd.server !== "none"
      ? judgeForwarded(environ, visit, answer)
      : [judgeRemote(environ, visit, answer)],
});

function judgeRemote(
  { REMOTE_ADDR: address }: Seen["environ"],
  { frontEnd }: Visit,
  { client }: Answer,
): Judgement {
  if (address === client.address) return well(`REMOTE_ADDR is the client's address, ${address}`);
  if (!address) {
    return fault(
      "REMOTE_ADDR is missing.",
      "The application does not know who asks, and no log of its own can tell.",
      mendingOf(frontEnd, {
        nginx: ["in the location, behind the include", nginxParam(frontEnd, "REMOTE_ADDR", "$remote_addr")],
      }),
    );
  }
  return note(
    `REMOTE_ADDR is ${address}, and the doctor asks from ${client.address}.`,
    "Something stands in between: if it is a proxy of yours, the web server can take its word for who the client is.",
    mendingOf(frontEnd, {
      nginx: ["in the server", `set_real_ip_from ${address};`, "real_ip_header X-Forwarded-For;"],
      Apache: ["with mod_remoteip", "RemoteIPHeader X-Forwarded-For", `RemoteIPInternalProxy ${address}`],
      lighttpd: ["with mod_extforward", `extforward.forwarder = ( "${address}" => "trust" )`],
    }),
  );
}
