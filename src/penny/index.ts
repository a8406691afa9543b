/**
 * Penny, the book search, as a module that a server serves: it exports an `application`, and the `errorPage` for
 * requests that never reach it. The catalogue is the file that PENNY_DATABASE names.
 */
import { existsSync } from "node:fs";
import { buildStarter } from "../catalogue/build.ts";
import { liveCatalogue } from "../catalogue/live.ts";
import { catalogueFile, STARTER } from "../root.ts";
import { createPenny } from "./application.ts";

const database = catalogueFile();
if (database === STARTER && !existsSync(STARTER)) await buildStarter(STARTER);

export const application = createPenny(liveCatalogue(database));
export { errorPage } from "./error-page.ts";
