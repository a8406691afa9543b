/**
 * The site over the catalogue that PENNY_DATABASE names. Executables begin here: what awaits
 * while it is loaded cannot be CommonJS, and that starts sooner.
 */
import { liveCatalogue } from "../catalogue/live.ts";
import { catalogueFile } from "../root.ts";
import { createPenny } from "./application.ts";

/** The catalogue, which need not be there yet: pages that need it are answered with 503 until it is. */
export const catalogue = liveCatalogue(catalogueFile());

export const application = createPenny(catalogue);
export { errorPage } from "./error-page.ts";
