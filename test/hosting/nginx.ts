import { chmodSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../support/free-port.ts";
import { configuration } from "./configurations.ts";
import type { Hosting } from "./hosting.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

const programs = ["nginx"];

/** nginx in front of FastCGI, SCGI and HTTP. */
export const nginx: readonly Hosting[] = [
  {
    name: "nginx, fastcgi_pass",
    programs,
    protocol: "fastcgi",
    start: starting("fastcgi_pass", "/run/penny.sock"),
  },
  {
    name: "nginx, scgi_pass",
    programs,
    protocol: "scgi",
    start: starting("scgi_pass", "/run/penny/penny.sock"),
  },
  { name: "nginx, proxy_pass", programs, protocol: "http", start: starting("proxy_pass", "127.0.0.1:55555") },
];

function starting(title: string, place: string): Hosting["start"] {
  return async (program, behind) => {
    const port = await freePort();
    const site = configuration("nginx", title, {
      "listen 80;": `listen 127.0.0.1:${port};`,
      "books.example": "localhost",
      [place]: behind,
    });
    return startNginx(program, port, site);
  };
}

/** Starts nginx with the blocks of `site` within its http block. */
export async function startNginx(program: string, port: number, site: string): Promise<WebServer> {
  const folder = mkdtempSync(join(tmpdir(), "penny-nginx-"));
  chmodSync(folder, 0o755);
  for (const name of ["fastcgi_params", "scgi_params"]) symlinkSync(`/etc/nginx/${name}`, join(folder, name));
  const errorLog = join(folder, "error.log");
  const file = join(folder, "nginx.conf");
  writeFileSync(file, main(folder, errorLog, site));
  return startWebServer(program, ["-p", folder, "-c", file, "-e", errorLog], {
    port,
    folder,
    errorLog,
    signal: "SIGTERM",
  });
}

function main(folder: string, errorLog: string, site: string): string {
  const user = process.getuid?.() === 0 ? "user root;" : ""; // the workers must reach what the tests made
  const temporary = ["client_body", "proxy", "fastcgi", "scgi", "uwsgi"];
  return `daemon off;
${user}
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${errorLog};
events {}
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join("\n  ")}
  ${site}
}
`;
}
