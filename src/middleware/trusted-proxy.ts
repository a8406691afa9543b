import { BlockList, isIP, isIPv6 } from "node:net";
import type { Environ, Middleware } from "../gateway/index.ts";
import { asTold } from "./trusted-proxy/as-told.ts";
import { forwardedHops } from "./trusted-proxy/forwarded.ts";
import type { Hop } from "./trusted-proxy/hop.ts";
import { xForwardedHops } from "./trusted-proxy/x-forwarded.ts";

/**
 * Takes a proxy's word for who the client is and what it asked for: its address, the scheme, the host and the port, from
 * Forwarded (RFC 7239) or, where there is none, from X-Forwarded-For, -Proto, -Host and -Port.
 *
 * Only a peer (REMOTE_ADDR) is believed that is one of `addresses`: IP addresses, and ranges such as "10.0.0.0/8". What
 * it tells of another one of them is believed again, and so on up to the first that is none: this is the client. A
 * request from elsewhere passes as it is. The proxy must write one of the two kinds of fields, and must not let the
 * other one through from its clients.
 *
 * Throws a RangeError at once for what is neither an address nor a range.
 *
 * @example trustedProxy(["127.0.0.1", "::1", "10.0.0.0/8"])
 */
export function trustedProxy(addresses: readonly string[]): Middleware {
  const trusted = new BlockList();
  for (const address of addresses) add(trusted, address);
  return (application) => (environ, startResponse) => application(believed(environ, trusted), startResponse);
}

function add(list: BlockList, text: string): void {
  const [, address = "", prefix] = /^([^/]+)(?:\/([0-9]{1,3}))?$/.exec(text) ?? [];
  const most = isIPv6(address) ? 128 : 32;
  if (isIP(address) === 0 || address.includes("%") || Number(prefix ?? 0) > most) {
    throw new RangeError(
      `a trusted proxy must be an IP address or a range such as "10.0.0.0/8", not ${JSON.stringify(text)}`,
    );
  }
  list.addSubnet(address, Number(prefix ?? most), familyOf(address));
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIPv6(address) ? "ipv6" : "ipv4";
}

function isTrusted(trusted: BlockList, peer: string): boolean {
  const [address = ""] = peer.split("%", 1); // without the zone of a link-local one
  return isIP(address) !== 0 && trusted.check(address, familyOf(address));
}

/** The environ that the client's own request would have made; the one that is there, where there is nothing to believe. */
function believed(environ: Environ, trusted: BlockList): Environ {
  const { REMOTE_ADDR: peer = "", HTTP_FORWARDED: field } = environ;
  if (!isTrusted(trusted, peer)) return environ;
  const hops = field === undefined ? xForwardedHops(environ) : forwardedHops(field);
  return hops.length === 0 ? environ : asTold(environ, outermost(hops, trusted));
}

/**
 * What trusted proxies tell, those nearer to the client above the others. A hop whose address is hidden ends the walk:
 * nobody knows whether who stands before it is to be trusted.
 */
function outermost(hops: readonly Hop[], trusted: BlockList): Hop {
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
    if (hop.address === undefined || !isTrusted(trusted, hop.address)) break;
  }
  return told;
}
