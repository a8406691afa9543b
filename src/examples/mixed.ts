/** One site of five applications: Express, Hono, a Python program, a folder of files and, for all the rest, Penny. */
import { join } from "node:path";
import express from "express";
import { Hono } from "hono";
import { cgiProgram } from "../applications/cgi-program.ts";
import { fetchHandler } from "../applications/fetch-handler.ts";
import { nodeListener } from "../applications/node-listener.ts";
import { staticFiles } from "../applications/static-files.ts";
import { urlMap } from "../applications/url-map.ts";
import { application as penny } from "../penny/index.ts";
import { ROOT } from "../root.ts";

const EXAMPLES = join(ROOT, "src/examples");

// Express is told the path below its place on the map, Hono the whole of it.
const fromExpress = express().get("/", (request, response) => {
  response.type("text/plain").send(`Hello from Express at ${request.baseUrl}\n`);
});
const fromHono = new Hono().get("/hono", (context) =>
  context.text(`Hello from Hono at ${context.req.path}\n`),
);

export const application = urlMap({
  "/": penny,
  "/express": nodeListener(fromExpress),
  "/hono": fetchHandler(fromHono.fetch),
  "/python": cgiProgram(join(EXAMPLES, "mixed/hello.py")),
  "/files": staticFiles(join(EXAMPLES, "gallery")),
});

export { errorPage } from "../penny/index.ts";
