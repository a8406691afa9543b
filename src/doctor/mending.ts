import type { FrontEnd } from "./front-end.ts";
import type { Mending } from "./judgement.ts";

/** Lines for each web server, behind the place in its configuration where they belong. */
export type Remedies = Readonly<Partial<Record<"nginx" | "Apache" | "lighttpd", Remedy>>>;

/** "in the location", and the lines; "without fastcgi_param HTTPS on;" alone. */
export type Remedy = readonly [place: string, ...lines: readonly string[]];

/** The lines for the web server at hand; undefined where none are known. */
export function mendingOf({ server }: FrontEnd, remedies: Remedies): Mending | undefined {
  if (server === "none" || server === "other") return undefined;
  const [place, ...lines] = remedies[server] ?? [];
  return place === undefined ? undefined : { where: `${server}, ${place}`, lines };
}

/** nginx's line for a variable of FastCGI or SCGI, or a field of HTTP: `fastcgi_param HTTPS $https;`. */
export function nginxParam({ protocol }: FrontEnd, name: string, value: string): string {
  return `${protocol === "SCGI" ? "scgi" : "fastcgi"}_param ${name} ${value};`;
}

/** nginx's line that has another name for each protocol: `proxy_buffering off;`. */
export function nginxLine({ protocol }: FrontEnd, line: string): string {
  return `${{ FastCGI: "fastcgi", SCGI: "scgi", HTTP: "proxy", CGI: "fastcgi" }[protocol]}_${line}`;
}
