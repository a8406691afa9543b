import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../src/root.ts";
import { freePort } from "../../test/support/free-port.ts";
import type { Benchmark, Figure } from "./benchmark.ts";
import { Load } from "./load.ts";
import { placed, startScript, startServer, stop } from "./processes.ts";
import { medianOf, ratioOf, type Second, takeTurns } from "./turns.ts";

const WARM_UP = 3;

// Not on everybody's PATH.
const PROGRAMS = ["nginx", "/usr/sbin/nginx"];

const APPLICATIONS = [
  { name: "hello.ts", args: ["--app", join(ROOT, "src/examples/hello.ts")], path: "/" },
  { name: "the form", args: [], path: "/searchform" },
] as const;

/**
 * The same application behind one nginx, which asks it by FastCGI and by HTTP, on Unix sockets whose connections it
 * keeps. nginx and the application share a core, the load generator has the other.
 */
export const nginx: Benchmark = async ({ folder, rounds = 2, seconds = 3, say }) => {
  const program = PROGRAMS.find((name) => !spawnSync(name, ["-v"]).error);
  if (program === undefined) {
    say("behind nginx: left out, for there is no nginx");
    return [];
  }
  const figures: Figure[] = [];
  for (const { name, args, path } of APPLICATIONS) {
    const load = new Load(folder, [path]);
    const turns: Second[] = [];
    for (let round = 0; round < rounds; round++) {
      turns.push(...(await compete(program, folder, args, load, seconds)));
    }
    say(`${name} behind nginx: requests a second, medians of ${turns.length} turns
  fastcgi_pass ${medianOf(turns, "fastcgi").toFixed(0)}   proxy_pass ${medianOf(turns, "http").toFixed(0)}`);
    const measured = ratioOf(turns, "fastcgi", "http");
    figures.push({ name: `${name} behind nginx: fastcgi_pass of proxy_pass`, measured, atLeast: 0.9 });
  }
  return figures;
};

async function compete(
  program: string,
  folder: string,
  args: readonly string[],
  load: Load,
  seconds: number,
): Promise<Second[]> {
  const sockets = { fastcgi: join(folder, "fastcgi.sock"), http: join(folder, "http.sock") };
  const ports = { fastcgi: await freePort(), http: await freePort() };
  const start = (protocol: "fastcgi" | "http") => {
    const chosen = ["--protocol", protocol, "--socket", sockets[protocol]];
    return startScript("runserver.js", [...chosen, ...args], sockets[protocol]);
  };
  const fastcgi = await start("fastcgi");
  const http = await start("http");
  const file = join(folder, "nginx.conf");
  writeFileSync(file, configuration(folder, ports));
  const command = [program, "-p", folder, "-e", join(folder, "error.log"), "-c", file];
  const front = await startServer(placed(command, "servers"), ports.http);
  const turns = await takeTurns(
    {
      fastcgi: (second) => load.turn(ports.fastcgi, second, front, fastcgi),
      http: (second) => load.turn(ports.http, second, front, http),
    },
    { warmUp: WARM_UP, seconds },
  );
  for (const child of [front, fastcgi, http]) await stop(child);
  return turns;
}

/** All in the folder, on loopback, without an access log: the application has its own. */
function configuration(folder: string, ports: Readonly<Record<"fastcgi" | "http", number>>): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  return `daemon off;
worker_processes 1;
pid "${folder}/nginx.pid";
${process.getuid?.() === 0 ? "user root;" : ""}
events { worker_connections 256; }
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path "${folder}/${name}";`).join("\n  ")}
  upstream by_fastcgi { server "unix:${folder}/fastcgi.sock"; keepalive 16; keepalive_timeout 4s; }
  upstream by_http { server "unix:${folder}/http.sock"; keepalive 16; keepalive_timeout 4s; }
  server {
    listen 127.0.0.1:${ports.fastcgi};
    location / {
      fastcgi_pass by_fastcgi;
      fastcgi_keep_conn on;
      fastcgi_param GATEWAY_INTERFACE CGI/1.1;
      fastcgi_param SERVER_SOFTWARE nginx/$nginx_version;
      fastcgi_param SERVER_PROTOCOL $server_protocol;
      fastcgi_param SERVER_NAME $host;
      fastcgi_param SERVER_ADDR $server_addr;
      fastcgi_param SERVER_PORT $server_port;
      fastcgi_param REMOTE_ADDR $remote_addr;
      fastcgi_param REMOTE_PORT $remote_port;
      fastcgi_param REQUEST_METHOD $request_method;
      fastcgi_param REQUEST_SCHEME $scheme;
      fastcgi_param REQUEST_URI $request_uri;
      fastcgi_param SCRIPT_NAME "";
      fastcgi_param PATH_INFO $document_uri;
      fastcgi_param QUERY_STRING $query_string;
      fastcgi_param CONTENT_TYPE $content_type;
      fastcgi_param CONTENT_LENGTH $content_length;
    }
  }
  server {
    listen 127.0.0.1:${ports.http};
    location / {
      proxy_pass http://by_http;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $remote_addr;
    }
  }
}
`;
}
