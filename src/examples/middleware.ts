/** A middleware in ten lines: tells in a field of the response how long it took to begin. */
import { after, forward, type Middleware, respond } from "../gateway/index.ts";
import { application as clock } from "./clock.ts";

const timed: Middleware = (application) => (environ, startResponse) => {
  const begun = performance.now();
  return after(respond(application, environ), ({ status, headers, body }) => {
    const milliseconds = (performance.now() - begun).toFixed(1);
    return forward(
      { status, headers: [...headers, ["Server-Timing", `app;dur=${milliseconds}`]], body },
      startResponse,
    );
  });
};

export const application = timed(clock);
