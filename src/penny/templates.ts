import { join } from "node:path";
import type { TemplateFunction } from "eta/core";
import { ROOT } from "../root.ts";
import { readTemplates } from "./read-templates.ts";

/**
 * The templates of views/, compiled when the site starts, by their names without ".eta". An executable has them as they
 * were compiled when it was made.
 */
export const templates: ReadonlyMap<string, TemplateFunction> = readTemplates(join(ROOT, "views"));
