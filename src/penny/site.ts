/**
 * The site over the catalogue that PENNY_DATABASE names, which must be there. Executables begin here: what awaits
 * while it is loaded cannot be CommonJS, and that starts sooner.
 */
import { liveCatalogue } from "../catalogue/live.ts";
import { catalogueFile } from "../root.ts";
import { createPenny } from "./application.ts";

export const application = createPenny(liveCatalogue(catalogueFile()));
export { errorPage } from "./error-page.ts";
