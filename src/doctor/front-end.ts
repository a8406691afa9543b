import type { Answer } from "./ask.ts";
import type { Protocol } from "./seen.ts";

/** The web servers whose configuration the doctor knows, "none" for the gateway's own server, and all others. */
export type Server = "nginx" | "Apache" | "lighttpd" | "none" | "other";

/** What stands between a client and the application. */
export interface FrontEnd {
  readonly server: Server;
  /** What it calls itself, "nginx/1.22.1"; its name alone where it hides behind us. */
  readonly title: string;
  readonly protocol: Protocol;
}

/** Finds what stands between, from what a patient was handed. Throws a TypeError where it was not asked for that. */
export function frontEndOf({ seen, fields, client }: Answer): FrontEnd {
  if (!seen) throw new TypeError("the patient was not asked what it was handed");
  const { environ, protocol } = seen;
  const { SERVER_SOFTWARE: software = "", REMOTE_PORT: port } = environ;
  // Our own server speaks HTTP, or CGI with programs that it starts. To who connects to it directly, the ports tell.
  const isOurs = /^TSGI\b/.test(software);
  if (isOurs && port === String(client.port)) return { server: "none", title: software, protocol };
  const titles = [isOurs ? "" : software, fields.server ?? ""];
  for (const title of titles) {
    const server = (["nginx", "Apache", "lighttpd"] as const).find((name) => title.startsWith(name));
    if (server) return { server, title, protocol };
  }
  // These two let our Server field pass, and have fields for us that nobody else has.
  if (environ.HTTP_X_FORWARDED_SERVER !== undefined) return { server: "Apache", title: "Apache", protocol };
  if (environ.HTTP_X_HOST !== undefined) return { server: "lighttpd", title: "lighttpd", protocol };
  return {
    server: "other",
    title: titles.find((title) => title !== "" && !/^TSGI\b/.test(title)) ?? "a web server",
    protocol,
  };
}
