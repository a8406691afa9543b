import { BlockList, isIP, type Socket } from "node:net";

/** Tells whether a connection over TCP comes from a web server that may connect (FastCGI 1.0 §3.2). */
export type Admission = (socket: Socket) => boolean;

/** Admits connections from these addresses; from all where there is no list. Throws a RangeError for what is no address. */
export function admissionOf(addresses: readonly string[] | undefined): Admission {
  if (addresses === undefined) return () => true;
  const admitted = new BlockList();
  for (const address of addresses) {
    const version = isIP(address);
    if (version === 0) {
      throw new RangeError(
        `${JSON.stringify(address)} is no address of a web server; write one like 127.0.0.1`,
      );
    }
    admitted.addAddress(address, version === 6 ? "ipv6" : "ipv4");
  }
  // A peer that has gone again has no address any more.
  return ({ remoteAddress, remoteFamily }) =>
    remoteAddress !== undefined && admitted.check(remoteAddress, remoteFamily === "IPv6" ? "ipv6" : "ipv4");
}

/** The addresses that a process manager names in FCGI_WEB_SERVER_ADDRS; undefined where it names none. */
export function addressesOf(text: string | undefined): readonly string[] | undefined {
  return text ? text.split(",").map((address) => address.trim()) : undefined;
}
