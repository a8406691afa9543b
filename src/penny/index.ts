/**
 * Penny, the book search, as a module that a server serves: it exports an `application`, and the `errorPage` for
 * requests that never reach it. The catalogue is the file that PENNY_DATABASE names.
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildStarter } from "../catalogue/build.ts";
import { liveCatalogue } from "../catalogue/live.ts";
import { ROOT } from "../root.ts";
import { createPenny } from "./application.ts";

const STARTER = join(ROOT, "db/penny.sqlite");

const database = resolve(process.env.PENNY_DATABASE || STARTER);
if (database === STARTER && !existsSync(STARTER)) await buildStarter(STARTER);

export const application = createPenny(liveCatalogue(database));
export { errorPage } from "./error-page.ts";
