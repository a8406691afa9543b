import type { Environ } from "../../gateway/index.ts";
import { asTold } from "./as-told.ts";
import { forwardedHops } from "./forwarded.ts";
import type { Hop } from "./hop.ts";
import { type Trust, trustIn } from "./trust.ts";
import { xForwardedHops } from "./x-forwarded.ts";

/**
 * Gives a function that takes a request's environ and gives the one that the client's own request would have made, as
 * the proxies at `addresses` tell; the very one that it was given, where there is nothing to believe.
 *
 * Throws a RangeError for what trustedProxy() does not take.
 */
export function believing(addresses: readonly string[]): (environ: Environ) => Environ {
  const isTrusted = trustIn(addresses);
  return (environ) => {
    const { REMOTE_ADDR: peer = "", HTTP_FORWARDED: field } = environ;
    if (!isTrusted(peer)) return environ;
    const hops = field === undefined ? xForwardedHops(environ) : forwardedHops(field);
    return hops.length === 0 ? environ : asTold(environ, outermost(hops, isTrusted));
  };
}

/**
 * What trusted proxies tell, those nearer to the client above the others. A hop whose address is hidden ends the walk:
 * nobody knows whether who stands before it is to be trusted.
 */
function outermost(hops: readonly Hop[], isTrusted: Trust): Hop {
  let told: Hop = {
    address: undefined,
    port: undefined,
    scheme: undefined,
    host: undefined,
    hostPort: undefined,
  };
  for (const hop of hops) {
    told = {
      address: hop.address ?? told.address,
      port: hop.address === undefined ? told.port : hop.port,
      scheme: hop.scheme ?? told.scheme,
      host: hop.host ?? told.host,
      hostPort: hop.hostPort ?? told.hostPort,
    };
    if (hop.address === undefined || !isTrusted(hop.address)) break;
  }
  return told;
}
