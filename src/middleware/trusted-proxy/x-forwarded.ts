import type { Environ } from "../../gateway/index.ts";
import { type Hop, parseAddress, parseHost, parseNode, parsePort, parseScheme } from "./hop.ts";

/**
 * The hops that X-Forwarded-For, -Proto, -Host and -Port tell of, the latest first. Each is a list to which a proxy adds
 * its own at the end, though many a proxy writes the last three anew: so the lists go together at their ends.
 */
export function xForwardedHops(environ: Environ): Hop[] {
  const addresses = fromEnd(environ.HTTP_X_FORWARDED_FOR);
  const schemes = fromEnd(environ.HTTP_X_FORWARDED_PROTO);
  const hosts = fromEnd(environ.HTTP_X_FORWARDED_HOST);
  const ports = fromEnd(environ.HTTP_X_FORWARDED_PORT);
  const length = Math.max(addresses.length, schemes.length, hosts.length, ports.length);
  return Array.from({ length }, (_, index) => ({
    ...parseClient(addresses[index] ?? ""),
    scheme: parseScheme(schemes[index]),
    host: parseHost(hosts[index]),
    hostPort: parsePort(ports[index]),
  }));
}

function fromEnd(list = ""): string[] {
  return list
    .split(",")
    .map((element) => element.trim())
    .filter((element) => element !== "")
    .reverse();
}

/** As in Forwarded, but that IPv6 addresses may stand without brackets. */
function parseClient(text: string): Pick<Hop, "address" | "port"> {
  const address = parseAddress(text);
  return address === undefined ? parseNode(text) : { address, port: undefined };
}
