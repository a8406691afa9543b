import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../support/free-port.ts";
import { configuration } from "./configurations.ts";
import type { Hosting } from "./hosting.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

const PROGRAM = "/srv/penny/dist/penny";
const SOCKET = "/run/penny/penny.sock";

/** What stands in the place of what the page says: `behind` is ours, `folder` that of the web server. */
type Places = (behind: string, folder: string) => Readonly<Record<string, string>>;

/** lighttpd as what starts CGI programs, as what keeps a FastCGI program, and in front of SCGI and HTTP. */
export const lighttpd: readonly Hosting[] = [
  hosting("mod_cgi", "cgi", "mod_cgi", (program) => ({ [`${PROGRAM}.cgi`]: program })),
  hosting("mod_fastcgi on descriptor 0", "fcgi", "mod_fastcgi", (program, folder) => ({
    [`${PROGRAM}.fcgi`]: program,
    "/run/lighttpd": folder,
  })),
  hosting("mod_scgi", "scgi", "mod_scgi", (socket) => ({ [SOCKET]: socket })),
  hosting("mod_proxy", "http", "mod_proxy", (address) => ({ "55555": address.replace(/^.*:/, "") })),
];

function hosting(name: string, protocol: Hosting["protocol"], title: string, places: Places): Hosting {
  return {
    name: `lighttpd, ${name}`,
    programs: ["lighttpd"],
    protocol,
    start: (program, behind) =>
      startLighttpd(program, (folder) => configuration("lighttpd", title, places(behind, folder))),
  };
}

/** Starts lighttpd with the lines that `site` gives for the folder in which it may write. */
export async function startLighttpd(program: string, site: (folder: string) => string): Promise<WebServer> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "penny-lighttpd-"));
  const errorLog = join(folder, "error.log");
  const file = join(folder, "lighttpd.conf");
  for (const name of ["www", "uploads"]) mkdirSync(join(folder, name));
  writeFileSync(file, main(folder, errorLog, port, site(folder)));
  return startWebServer(program, ["-D", "-f", file], { port, folder, errorLog, signal: "SIGTERM" });
}

/** As a fresh Debian has it, since what stands there changes what passes. */
function main(folder: string, errorLog: string, port: number, site: string): string {
  return `server.modules = ( "mod_indexfile", "mod_access", "mod_alias", "mod_redirect" )
server.document-root = "${folder}/www"
server.upload-dirs = ( "${folder}/uploads" )
server.errorlog = "${errorLog}"
server.pid-file = "${folder}/lighttpd.pid"
server.bind = "127.0.0.1"
server.port = ${port}
server.max-keep-alive-idle = 1 # until then nobody sees that a body is shorter than its Content-Length
server.feature-flags += ( "server.h2proto" => "enable" )
server.feature-flags += ( "server.h2c" => "enable" )
server.feature-flags += ( "server.graceful-shutdown-timeout" => 5 )
server.http-parseopts = (
  "header-strict" => "enable",
  "host-strict" => "enable",
  "host-normalize" => "enable",
  "url-normalize-unreserved" => "enable",
  "url-normalize-required" => "enable",
  "url-ctrls-reject" => "enable",
  "url-path-2f-decode" => "enable",
  "url-path-dotseg-remove" => "enable"
)
index-file.names = ( "index.php", "index.html" )
url.access-deny = ( "~", ".inc" )
static-file.exclude-extensions = ( ".php", ".pl", ".fcgi" )
${site}
alias.url += ( "/javascript" => "/usr/share/javascript" )
server.modules += ( "mod_dirlisting", "mod_staticfile" )
`;
}
