import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Eta, type TemplateFunction } from "eta";
import { ROOT } from "../root.ts";

/** The folder of the templates. */
const VIEWS = join(ROOT, "views");
const SUFFIX = ".eta";

const eta = new Eta({ autoEscape: true });

/**
 * The templates of views/, compiled when the site starts, by their names without ".eta". An executable has them as they
 * were compiled when it was made.
 */
export const templates: ReadonlyMap<string, TemplateFunction> = new Map(
  readdirSync(VIEWS)
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => [file.slice(0, -SUFFIX.length), eta.compile(readFileSync(join(VIEWS, file), "utf8"))]),
);
