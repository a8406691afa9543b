/** Where a server listens. */
export type BackendAddress = { readonly host: string; readonly port: number } | { readonly path: string };

/**
 * Reads an address: "localhost:9000", "[::1]:9000", "unix:/run/php.sock", or a path, which has a "/" or ends in
 * ".sock". Throws a RangeError for what is none.
 */
export function parseAddress(text: string): BackendAddress {
  if (text.startsWith("unix:") && text.length > 5) return { path: text.slice(5) };
  if (text.includes("/") || text.endsWith(".sock")) return { path: text };
  const [, host = "", port = ""] = /^(?:\[([0-9A-Fa-f:.]+)\]|[^:[\]\s]+):([0-9]{1,5})$/.exec(text) ?? [];
  if (port === "" || Number(port) < 1 || Number(port) > 65535) {
    throw new RangeError(
      `${JSON.stringify(text)} is no address such as "localhost:9000" or "unix:/run/app.sock"`,
    );
  }
  return { host: host || text.slice(0, text.lastIndexOf(":")), port: Number(port) };
}
