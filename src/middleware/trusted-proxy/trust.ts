import { BlockList, isIP, isIPv6 } from "node:net";

/** Tells whether a peer is trusted, by its address; "" where it has none. */
export type Trust = (peer: string) => boolean;

/** In a list of addresses, a peer that has none. */
export const UNIX = "unix";

/** Trust in the peers at these addresses, ranges of them among them. Throws a RangeError for what is none. */
export function trustIn(addresses: readonly string[]): Trust {
  const list = new BlockList();
  for (const address of addresses) if (address !== UNIX) add(list, address);
  const nameless = addresses.includes(UNIX);
  return (peer) => {
    if (peer === "") return nameless;
    const [address = ""] = peer.split("%", 1); // without the zone of a link-local one
    return isIP(address) !== 0 && list.check(address, familyOf(address));
  };
}

function add(list: BlockList, text: string): void {
  const [, address = "", prefix] = /^([^/]+)(?:\/([0-9]{1,3}))?$/.exec(text) ?? [];
  const most = isIPv6(address) ? 128 : 32;
  if (isIP(address) === 0 || address.includes("%") || Number(prefix ?? 0) > most) {
    throw new RangeError(
      `a trusted proxy must be an IP address, a range such as "10.0.0.0/8", or "${UNIX}", not ${JSON.stringify(text)}`,
    );
  }
  list.addSubnet(address, Number(prefix ?? most), familyOf(address));
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIPv6(address) ? "ipv6" : "ipv4";
}
