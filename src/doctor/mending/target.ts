import type { Mending } from "../judgement.ts";
import { mendingOf } from "../mending.ts";
import type { Visit } from "../probe.ts";

/** The lines that have a proxy on HTTP hand the target over as it came. */
export function mendTarget({ frontEnd, place }: Visit): Mending | undefined {
  if (frontEnd.protocol !== "HTTP") return undefined;
  const folder = place.folder || "/";
  return mendingOf(frontEnd, {
    nginx: ["in the location, with no path and no variable behind the name", "proxy_pass http://penny;"],
    Apache: [
      "in the <VirtualHost>",
      "AllowEncodedSlashes NoDecode",
      "MergeSlashes Off",
      `ProxyPass "${folder}" "http://127.0.0.1:55555${folder}" nocanon`,
    ],
    lighttpd: [
      "with no map-urlpath",
      `proxy.server = ( "${place.folder}" => (( "host" => "127.0.0.1", "port" => 55555 )))`,
    ],
  });
}
