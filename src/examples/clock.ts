/** A dynamic page: made anew for each request. */
import type { Application } from "../gateway/index.ts";

export const application: Application = (_environ, startResponse) => {
  startResponse("200 OK", [
    ["Content-Type", "text/plain; charset=utf-8"],
    ["Cache-Control", "no-store"],
  ]);
  return [Buffer.from(`Hello World it is currently ${new Date().toISOString()}\n`)];
};
