import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { csv } from "../../../src/catalogue/import/formats/csv/csv.ts";
import { Source } from "../../../src/catalogue/import/source.ts";
import type { Rejection, SourceBook } from "../../../src/catalogue/import/source-book.ts";
import { testFolder } from "../folder.ts";

vi.setConfig({ testTimeout: 60_000 });

const data = process.env.PENNY_TEST_DATA ?? "";
const reason = data === "" ? ", skipped: PENNY_TEST_DATA names no folder" : "";

/** The title, the subtitle, the series, and the people, as one text. */
function show({ title, subtitle, series, contributors }: SourceBook): string {
  const people = contributors.map(({ name, role }) => (role === "author" ? name : `${name} (${role})`));
  return [title, subtitle && `: ${subtitle}`, series && `{${series}}`, `— ${people.join(" + ")}`]
    .filter((part) => part)
    .join(" ");
}

describe.skipIf(data === "")(`real catalogues${reason}`, () => {
  const scratch = testFolder();

  async function read(name: string) {
    const books: SourceBook[] = [];
    const rejected: Rejection[] = [];
    const repaired: Record<string, number> = {};
    const source = await Source.open(join(data, name));
    expect(csv.recognises(source.head)).toBe(true);
    for await (const batch of csv.read([source], { scratch })) {
      books.push(...batch.books);
      rejected.push(...batch.rejected);
      for (const [kind, count] of Object.entries(batch.repaired)) {
        repaired[kind] = (repaired[kind] ?? 0) + count;
      }
    }
    await source.close();
    return { books, rejected, repaired, shown: new Set(books.map(show)) };
  }

  test.skipIf(!existsSync(join(data, "pg_catalog.csv.gz")))("Project Gutenberg's", async () => {
    const { books, rejected, repaired, shown } = await read("pg_catalog.csv.gz");
    expect(books).toHaveLength(78_765);
    expect(rejected.map(({ reason }) => reason)).toEqual(["without a title"]);
    expect(repaired).toEqual({ "HTML entities": 1 });
    for (const book of [
      "The United States Bill of Rights : The Ten Original Amendments to the Constitution of the United States — United States",
      "Peter Pan : Peter and Wendy — Barrie, J. M. (James Matthew)",
      "Moby-Dick; or, The Whale — Melville, Herman",
      "論語 — Confucius",
    ]) {
      expect(shown).toContain(book);
    }
    expect(books.find(({ title }) => title.startsWith("Moby"))?.subjects).toContain("Whaling -- Fiction");
    expect(books.some(({ title, subtitle }) => /\$[a-z] |[\r\n]/.test(`${title}${subtitle}`))).toBe(false);
    const grimm = books.filter(({ contributors }) =>
      contributors.some(({ name }) => name === "Grimm, Wilhelm"),
    );
    expect(grimm.some(({ contributors }) => contributors.some(({ name }) => name === "Grimm, Jacob"))).toBe(
      true,
    );
  });

  test.skipIf(!existsSync(join(data, "pg_catalog.fragment.csv")))(
    "a piece of the same as it is published",
    async () => {
      const { books, rejected, shown } = await read("pg_catalog.fragment.csv");
      expect(books).toHaveLength(7536);
      expect(rejected).toHaveLength(124);
      expect(rejected.every(({ reason }) => reason === "not a text")).toBe(true);
      expect(shown).toContain(
        "The Book of Mormon — Smith, Joseph, Jr. + Church of Jesus Christ of Latter-day Saints",
      );
      expect(
        books.filter(({ contributors }) => contributors.some(({ role }) => role === "translator")),
      ).toHaveLength(974);
    },
  );

  test.skipIf(!existsSync(join(data, "gutenberg_catalog.csv.gz")))(
    "the same with the authors' aliases",
    async () => {
      const { books } = await read("gutenberg_catalog.csv.gz");
      expect(books).toHaveLength(78_765);
      const alice = books.find(({ title }) => title === "Alice's Adventures in Wonderland");
      expect(alice?.contributors).toEqual([
        {
          name: "Carroll, Lewis",
          role: "author",
          aliases: ["Dodgson, Charles Lutwidge", "Dodgson, Charles L."],
        },
      ]);
      const aliases = books.flatMap(({ contributors }) =>
        contributors.flatMap(({ aliases = [] }) => aliases),
      );
      expect(aliases.some((alias) => alias.includes("Достоевский"))).toBe(true);
    },
  );

  test.skipIf(!existsSync(join(data, "british_library_19c_books.tsv.gz")))(
    "the British Library's",
    async () => {
      const { books, rejected, repaired, shown } = await read("british_library_19c_books.tsv.gz");
      expect(books).toHaveLength(20_992);
      expect(repaired).toEqual({ "doubled quotes": 22 });
      expect(rejected).toEqual([]);
      expect(books.filter(({ year }) => year !== null)).toHaveLength(20_868);
      for (const book of [
        "Walter Forbes : A novel. By A. A — A. A.",
        "Too Good for Him : A novel — Marryat, afterwards Church, afterwards Lean, Florence",
        "Poems — Gent, Thomas Poet",
        "A half year's poems — Henry, James M.D",
        "Lud Ukraiński — Nowosielski, Antoni",
        "Исторія Рязанскаго Княжества — Ilovaisky, Dmitry Ivanovich",
      ]) {
        expect(shown).toContain(book);
      }
      const names = books.flatMap(({ contributors }) => contributors.map(({ name }) => name));
      expect(names).toContain("Grant, James of the 62nd Regiment");
    },
  );

  test.skipIf(!existsSync(join(data, "llabres_library_books.csv")))("a town library's", async () => {
    const { books, rejected, shown } = await read("llabres_library_books.csv");
    expect(books).toHaveLength(15_228);
    expect(rejected).toEqual([]);
    expect(books.filter(({ isbns }) => isbns.length > 0)).toHaveLength(15_113);
    for (const book of [
      "Enseñar a investigar : libro del alumnado {Investigación y recursos} — Belmonte Nieto, Manuel",
      "Las Pseudociencias : ¡vaya timo! {¡Vaya timo!, 14} — Bunge, Mario",
      "La Actitud científica : una defensa de la ciencia frente a la negación, el fraude y la pseudociencia {Colección Teorema. Serie mayor} — MacIntyre, Lee",
      "Luna ascendente {Trilogía luna, III} — MacDonald, Ian (Novel·lista)",
    ]) {
      expect(shown).toContain(book);
    }
  });

  test.skipIf(!existsSync(join(data, "trove_books_with_olids.csv")))(
    "a national library's list",
    async () => {
      const { books, rejected, shown } = await read("trove_books_with_olids.csv");
      expect(books).toHaveLength(8273);
      expect(rejected).toEqual([]);
      expect(new Set(books.map(({ work }) => work)).size).toBe(6905);
      for (const book of [
        "Rocks and minerals — Steve Parker",
        "The diamond exchange — Thomas Chastain",
        "Las voces del desierto — Marlo Morgan + Gemma Moral (translator)",
        "Murder down under — Arthur William Upfield",
        "The works of William Shakespeare — William Shakespeare",
      ]) {
        expect(shown).toContain(book);
      }
    },
  );
});
