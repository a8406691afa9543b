import type { Middleware } from "../gateway/index.ts";
import { believing } from "./trusted-proxy/believing.ts";

/**
 * Takes a proxy's word for who the client is and what it asked for: its address, the scheme, the host and the port, from
 * Forwarded (RFC 7239) or, where there is none, from X-Forwarded-For, -Proto, -Host and -Port.
 *
 * Only a peer (REMOTE_ADDR) is believed that is one of `addresses`: IP addresses, and ranges such as "10.0.0.0/8". What
 * it tells of another one of them is believed again, and so on up to the first that is none: this is the client. A
 * request from elsewhere passes as it is. The proxy must write one of the two kinds of fields, and must not let the
 * other one through from its clients.
 *
 * "unix" among the addresses is a peer without an address, as whoever comes through a Unix socket is. It is for a server
 * that listens on such a socket and nowhere else: of a TCP client that has just left there is no address any more either.
 *
 * Throws a RangeError at once for what is none of these.
 *
 * @example trustedProxy(["127.0.0.1", "::1", "10.0.0.0/8"])
 */
export function trustedProxy(addresses: readonly string[]): Middleware {
  const believed = believing(addresses);
  return (application) => (environ, startResponse) => application(believed(environ), startResponse);
}
