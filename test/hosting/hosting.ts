import type { WebServer } from "./web-server.ts";

/** A way to stand behind a web server. */
export interface Hosting {
  /** "nginx, fastcgi_pass" */
  readonly name: string;
  /** What the web server's program may be called. */
  readonly programs: readonly string[];
  /** What is spoken between: with a server of ours, or with a program that the web server starts ("cgi", "fcgi"). */
  readonly protocol: "http" | "fastcgi" | "scgi" | "cgi" | "fcgi";
  /**
   * Starts the web server at `program` on a free port, where all paths are answered by what is `behind`: the path of a
   * Unix socket, "127.0.0.1:8080" for HTTP, the path of an executable for "cgi" and "fcgi".
   */
  start(program: string, behind: string): Promise<WebServer>;
}
