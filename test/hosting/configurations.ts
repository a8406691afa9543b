import { readFileSync } from "node:fs";

/**
 * The configuration that a page of docs/deploying/ shows under a title, which stands behind the language of its block:
 * "```nginx fastcgi_pass". What the pages tell is what the tests run, but for the places in `places`: each text on the
 * left is replaced wherever it stands, and must stand somewhere.
 */
export function configuration(page: string, title: string, places: Readonly<Record<string, string>>): string {
  const text = readFileSync(new URL(`../../docs/deploying/${page}.md`, import.meta.url), "utf8");
  const [, block] = new RegExp(`^\`\`\`\\w+ ${title}\\n(.*?)^\`\`\`$`, "ms").exec(text) ?? [];
  if (block === undefined) throw new Error(`docs/deploying/${page}.md has no block with the title ${title}`);
  return Object.entries(places).reduce((changed, [place, here]) => {
    if (!changed.includes(place)) throw new Error(`${title} says nothing of ${place}`);
    return changed.replaceAll(place, here);
  }, block);
}
