import { isIPv4, isIPv6 } from "node:net";

/** What a proxy tells of a request as it came to it. What is not told, or is no such thing, is undefined. */
export interface Hop {
  /** Where the request came from; an IPv6 address without brackets. */
  readonly address: string | undefined;
  /** The port that it came from: digits. */
  readonly port: string | undefined;
  readonly scheme: "http" | "https" | undefined;
  /** The host that was asked for, with perhaps a port. */
  readonly host: string | undefined;
  /** The port that was asked for, where it is told by itself: digits. */
  readonly hostPort: string | undefined;
}

/** The address of a text that is one and nothing else. An IPv4 address that is written as IPv6 becomes IPv4 again. */
export function parseAddress(text: string): string | undefined {
  const plain = text.replace(/^::ffff:(?=[0-9]+\.)/i, "");
  return isIPv4(plain) || (isIPv6(plain) && !plain.includes("%")) ? plain : undefined;
}

/**
 * The address and port of a node (RFC 7239 §6): "192.0.2.1", "192.0.2.1:80", "[2001:db8::1]:80". One that is hidden,
 * such as "unknown" or "_gate", has no address.
 */
export function parseNode(text: string): Pick<Hop, "address" | "port"> {
  const [, bracketed, plain = "", port] = /^(?:\[([^\]]*)\]|([0-9.]+))(?::([0-9]{1,5}))?$/.exec(text) ?? [];
  const isNode = bracketed === undefined ? isIPv4(plain) : isIPv6(bracketed);
  const address = isNode ? parseAddress(bracketed ?? plain) : undefined;
  return { address, port: address === undefined ? undefined : port };
}

/** "http" or "https", in any case. */
export function parseScheme(text = ""): Hop["scheme"] {
  const scheme = text.toLowerCase();
  return scheme === "http" || scheme === "https" ? scheme : undefined;
}

// A name, an IPv4 or a bracketed IPv6 address, and perhaps a port (RFC 3986 §3.2.2).
const HOST = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9\-._~!$&'()*+;=%]+)(?::[0-9]{1,5})?$/;

/** A host, with perhaps a port. */
export function parseHost(text = ""): string | undefined {
  return HOST.test(text) ? text : undefined;
}

/** A port, from 1 to 65535. */
export function parsePort(text = ""): string | undefined {
  return /^[1-9][0-9]{0,4}$/.test(text) && Number(text) <= 65535 ? text : undefined;
}
