/**
 * Penny, the book search, as a module that a server serves: it exports an `application`, and the `errorPage` for
 * requests that never reach it. The catalogue is the file that PENNY_DATABASE names; the starter catalogue is built
 * when there is none.
 */
import { existsSync } from "node:fs";
import { buildStarter } from "../catalogue/build.ts";
import { catalogueFile, STARTER } from "../root.ts";

if (catalogueFile() === STARTER && !existsSync(STARTER)) await buildStarter(STARTER);

const { application, catalogue, errorPage } = await import("./site.ts");
catalogue(); // a server that has nothing to serve says so when it is started

export { application, errorPage };
