import type { Place } from "./ask.ts";

/** Reads the address of the patient: "http://localhost:8080/shop/". Throws a TypeError for what is none. */
export function placeOf(address: string): Place {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const scheme = url?.protocol.slice(0, -1);
  if (!url || (scheme !== "http" && scheme !== "https")) {
    throw new TypeError(
      `an address begins with http:// or https://, as in http://localhost/, not "${address}"`,
    );
  }
  if (url.search !== "" || url.hash !== "" || url.username !== "" || url.password !== "") {
    throw new TypeError(
      "the address of the application ends with its path; a query, a fragment or a user is none of it",
    );
  }
  return {
    scheme,
    hostname: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: Number(url.port || (scheme === "https" ? 443 : 80)),
    host: url.host,
    folder: url.pathname.replace(/\/+$/, ""),
  };
}

/** The address as the doctor writes it: "http://localhost:8080/shop/". */
export function addressOf({ scheme, host, folder }: Place): string {
  return `${scheme}://${host}${folder}/`;
}
