/** Static files and a dynamic page side by side: the page lists the pictures of a folder, the files are served as they are. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { staticFiles } from "../applications/static-files.ts";
import { urlMap } from "../applications/url-map.ts";
import type { Application } from "../gateway/index.ts";
import { ROOT } from "../root.ts";

const PICTURES = join(ROOT, "src/examples/gallery");

const page: Application = async (_environ, startResponse) => {
  const names = (await readdir(PICTURES)).sort().map((name) => encodeURIComponent(name));
  const items = names.map((name) => `<li><img src="pictures/${name}" alt="${name}" width="100"></li>`);
  startResponse("200 OK", [["Content-Type", "text/html; charset=utf-8"]]);
  return [Buffer.from(`<!DOCTYPE html><title>Gallery</title><h1>Gallery</h1><ul>${items.join("")}</ul>\n`)];
};

export const application = urlMap({ "/": page, "/pictures": staticFiles(PICTURES) });
