import { fault, note, well } from "../judgement.ts";
import { mendTarget } from "../mending/target.ts";
import { mendingOf } from "../mending.ts";
import { handedOver } from "../probe.ts";
import { path } from "./path.ts";

const SLASHES = "/a%20b//c%2Fd";
const DECODED = "/a b//c/d";

/** Do slashes come that are repeated or encoded? */
export const slashes = handedOver({
  name: "a path with encoded and repeated slashes",
  question: { target: SLASHES },
  unless: path,
  seen: ({ environ }, visit) => {
    const { SCRIPT_NAME: script = "", PATH_INFO: info = "" } = environ;
    const whole = script + info;
    if (whole.endsWith(DECODED)) return [well("slashes come that are repeated or encoded")];
    return [
      note(
        `Slashes are changed on the way: PATH_INFO is "${info}", where ${visit.place.folder}${SLASHES} was asked for.`,
        "An address within an address, or an empty part of a path, does not come to the application.",
        mendTarget(visit),
      ),
    ];
  },
  refused: ({ status }, visit) => [
    fault(
      `A path with an encoded slash is refused: to ${visit.place.folder}${SLASHES} comes ${status}, and not from the application.`,
      "What has a slash in its name cannot be asked for.",
      mendTarget(visit) ??
        mendingOf(visit.frontEnd, {
          Apache: ["in the <VirtualHost>", "AllowEncodedSlashes On"],
          lighttpd: ["in server.http-parseopts", '"url-path-2f-decode" => "enable"'],
        }),
    ),
  ],
});
