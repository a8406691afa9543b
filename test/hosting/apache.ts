import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { freePort } from "../support/free-port.ts";
import { configuration } from "./configurations.ts";
import type { Hosting } from "./hosting.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

const programs = ["apache2"]; // of Debian, like the places below
const SOCKET = "/run/penny.sock";
const ADDRESS = "127.0.0.1:55555";
const PROGRAM = "/srv/penny/dist/penny.cgi";

/** Apache httpd in front of FastCGI, SCGI and HTTP, and as what starts CGI programs. */
export const apache: readonly Hosting[] = [
  hosting("mod_cgid", "cgi", (program) => ({ [PROGRAM]: program, [dirname(PROGRAM)]: dirname(program) })),
  hosting("mod_proxy_fcgi", "fastcgi", (socket) => ({ [SOCKET]: socket })),
  hosting("mod_proxy_scgi", "scgi", (socket) => ({ "/run/penny/penny.sock": socket })),
  hosting("mod_proxy_http", "http", (address) => ({ [ADDRESS]: address })),
];

function hosting(
  title: string,
  protocol: Hosting["protocol"],
  places: (behind: string) => Readonly<Record<string, string>>,
): Hosting {
  return {
    name: `Apache, ${title}`,
    programs,
    protocol,
    start: async (program, behind) => {
      const port = await freePort();
      const site = configuration("apache", title, {
        "*:80>": `127.0.0.1:${port}>`,
        "books.example": "localhost",
        ...places(behind),
      });
      return startApache(program, port, site);
    },
  };
}

/** Starts Apache httpd with the lines of `site`, and with the modules that Debian switches on, or that the page does. */
export async function startApache(program: string, port: number, site: string): Promise<WebServer> {
  const folder = mkdtempSync(join(tmpdir(), "penny-apache-"));
  chmodSync(folder, 0o755);
  const file = join(folder, "apache2.conf");
  const errorLog = join(folder, "error.log");
  writeFileSync(file, main(folder, errorLog, port, site));
  return startWebServer(program, ["-d", folder, "-f", file, "-DFOREGROUND"], {
    port,
    folder,
    errorLog,
    signal: "SIGTERM",
  });
}

const MODULES = "/usr/lib/apache2/modules";

// As a fresh Debian has them, since one that stands by may change what passes; then what the page switches on.
const LOADED =
  "mpm_event access_compat alias auth_basic authn_core authn_file authz_core authz_host authz_user autoindex " +
  "deflate dir env filter mime negotiation reqtimeout setenvif status " +
  "proxy proxy_fcgi proxy_scgi proxy_http headers cgid";

function main(folder: string, errorLog: string, port: number, site: string): string {
  const root = process.getuid?.() === 0; // Apache serves nothing as root
  // mod_proxy_fcgi keeps the client of an answer that is broken off waiting for as long as KeepAliveTimeout.
  return `${LOADED.split(" ")
    .map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`)
    .join("\n")}
Listen 127.0.0.1:${port}
ServerName localhost
${root ? "User www-data\nGroup www-data" : ""}
TypesConfig /etc/mime.types
StartServers 1
KeepAliveTimeout 1
DefaultRuntimeDir ${folder}
PidFile ${folder}/apache2.pid
ScriptSock ${folder}/cgisock
Mutex file:${folder}
ErrorLog ${errorLog}
<Directory />
    Options FollowSymLinks
    AllowOverride None
    Require all denied
</Directory>
${site}
`;
}
