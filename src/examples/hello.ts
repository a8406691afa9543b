/** The smallest application there is. */
import type { Application } from "../gateway/index.ts";

export const application: Application = (_environ, startResponse) => {
  startResponse("200 OK", [["Content-Type", "text/plain; charset=utf-8"]]);
  return [Buffer.from("Hello my friend!\n")];
};
