import { CatalogueError } from "../errors.ts";
import { csv } from "./formats/csv/csv.ts";
import type { Format } from "./formats/format.ts";
import { marc } from "./formats/marc/iso-2709-format.ts";
import { marcXml } from "./formats/marc/marc-xml-format.ts";
import { openLibrary } from "./formats/open-library.ts";
import type { Source } from "./source.ts";

/** The formats that an import reads. A table is what is left when it is none of the others. */
export const FORMATS: readonly Format[] = [marc, marcXml, openLibrary, csv];

/**
 * The format with this name, or the one that all sources have by their beginnings. Throws a CatalogueError for a name that
 * is none, and for sources of several formats.
 */
export function findFormat(sources: readonly Source[], name: string | undefined): Format {
  if (name !== undefined) {
    const named = FORMATS.find((format) => format.name === name);
    if (named) return named;
    throw new CatalogueError(
      `--format knows no ${name}; it knows ${FORMATS.map(({ name }) => name).join(", ")}`,
    );
  }
  const found = sources.map(({ head }) => FORMATS.find((format) => format.recognises(head)) ?? csv);
  const [first = csv] = found;
  const other = found.findIndex((format) => format !== first);
  if (other < 0) return first;
  throw new CatalogueError(
    `the file ${sources[0]?.name} is ${first.title} and ${sources[other]?.name} is ${found[other]?.title}; ` +
      "import one after the other with --append, or name the format with --format",
  );
}
