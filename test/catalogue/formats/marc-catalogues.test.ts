import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { marc } from "../../../src/catalogue/import/formats/marc/iso-2709-format.ts";
import { Source } from "../../../src/catalogue/import/source.ts";
import { isDamaged } from "../../../src/catalogue/import/text.ts";
import { gather, type Outcome } from "./marc-records.ts";

const folder = process.env.PENNY_TEST_DATA && join(process.env.PENNY_TEST_DATA, "marc");

async function read(file: string): Promise<Outcome> {
  const source = await Source.open(join(folder ?? "", file));
  try {
    expect(marc.recognises(source.head)).toBe(true);
    return await gather(marc.read([source]));
  } finally {
    await source.close();
  }
}

const openLibrary = (name: string) => read(`openlibrary_bin_input/${name}.mrc`);

describe.skipIf(!folder)(
  `MARC catalogues${folder ? "" : ", skipped: PENNY_TEST_DATA names no folder with them"}`,
  () => {
    test.each([
      ["camel.mrc", 10, 0, {}],
      [
        "catmandu_bu_bibs.mrc",
        92,
        8,
        { "wrong length": 8, "wrong directory": 8, "wrong encoding": 8, mojibake: 8 },
      ],
      ["evergreen_jazz_1k.mrc", 1000, 0, {}],
      ["pymarc_1251.dat", 6, 0, { "wrong encoding": 6 }],
      ["pymarc_bad_eacc_encoding.dat", 1, 0, { "damaged characters": 1 }],
      ["pymarc_bad_indicator.dat", 1, 0, { "bad indicators": 1 }],
      ["pymarc_diacritic.dat", 1, 0, {}],
      ["pymarc_marc.dat", 20, 0, {}],
      ["pymarc_test.dat", 10, 0, {}],
      ["pymarc_testunimarc.dat", 1, 0, {}],
      ["solrmarc_specTestRecs.mrc", 76, 0, {}],
      ["traject_test_data.utf8.mrc", 30, 0, {}],
      ["uva_001_2000.mrc", 2000, 0, {}],
      ["openlibrary_bin_input/wrapped_lines.mrc", 1, 0, {}],
      ["openlibrary_bin_input/talis_no_title.mrc", 0, 1, {}],
      ["openlibrary_bin_input/talis_no_title2.mrc", 0, 1, {}],
      ["openlibrary_bin_input/talis_empty_245.mrc", 0, 1, {}],
      ["openlibrary_bin_input/talis_740.mrc", 0, 1, {}],
      ["openlibrary_bin_input/talis_multi_work_tiles.mrc", 0, 1, {}],
      ["openlibrary_bin_input/upei_short_008.mrc", 1, 0, { "wrong directory": 1, "bad indicators": 1 }],
    ])("%s has %i books, %i records that are none, and repairs", async (file, books, rejected, repaired) => {
      const outcome = await read(file);
      expect([outcome.books.length, outcome.rejected.length]).toEqual([books, rejected]);
      expect(outcome.repaired).toEqual(repaired);
      expect(outcome.books.filter(({ title }) => isDamaged(title))).toEqual([]);
    });

    test("of 2000 records of a university library nearly all tell who made the book, when, in what language and on what", async () => {
      const { books } = await read("uva_001_2000.mrc");
      const share = (has: (book: (typeof books)[number]) => boolean) =>
        books.filter(has).length / books.length;
      expect(share(({ contributors }) => contributors.length > 0)).toBeGreaterThan(0.97);
      expect(share(({ year }) => year !== null)).toBeGreaterThan(0.99);
      expect(share(({ language }) => language !== null)).toBeGreaterThan(0.99);
      expect(share(({ subjects }) => subjects.length > 0)).toBeGreaterThan(0.88);
      expect(share(({ isbns }) => isbns.length > 0)).toBeGreaterThan(0.55);
    });

    test("a record in MARC-8 has its letters and signs", async () => {
      const { books } = await read("uva_001_2000.mrc");
      expect(books[1]).toMatchObject({
        title: "Iskusstvo perevoda i zhiznʹ literatury",
        subtitle: "ocherki",
        contributors: [
          { name: "Fedorov, A. V.", role: "author", aliases: ["Fedorov, Andreĭ Venediktovich"] },
        ],
        year: 1983,
        language: "ru",
      });
      expect(books.map(({ title }) => title)).toContain("Russkai\u0361a narodnai\u0361a rezʹba po derevu");
    });

    test("a record in Windows-1251 is in Russian", async () => {
      const { books } = await read("pymarc_1251.dat");
      expect(books[4]).toMatchObject({
        title: "Мио, мой Мио!",
        contributors: [
          { name: "Линдгрен, Астрид", role: "author" },
          { name: "Еклерис, Виталий", role: "illustrator" },
        ],
        isbns: ["9785352012864"],
        language: "ru",
      });
    });

    test("text that went through the wrong encoding twice is right", async () => {
      const { books } = await read("catmandu_bu_bibs.mrc");
      expect(books[2]).toMatchObject({
        title: "Vichy in the tropics",
        subtitle: "Pétain's national revolution in Madagascar, Guadeloupe, and Indochina, 1940-1944",
      });
      const { books: roman } = await openLibrary("dasrmischepriv00rein_meta");
      expect(roman[0]?.title).toMatch(/^Das römische Privatrecht und der Civilprocess/);
    });

    test("records that are no books are rejected with where they are", async () => {
      const { rejected } = await read("catmandu_bu_bibs.mrc");
      expect(rejected[0]).toMatchObject({
        place: "record 15 at byte 28255",
        reason: "malformed",
        detail: "its directory does not fit its fields",
      });
      expect((await openLibrary("talis_no_title")).rejected).toMatchObject([
        { place: "record 1 at byte 0", reason: "without a title" },
      ]);
    });

    test("a record in UNIMARC is a book", async () => {
      const { books } = await read("pymarc_testunimarc.dat");
      expect(books).toMatchObject([
        {
          title: "L'altra faccia della spirale",
          series: "Bestsellers, 641",
          isbns: ["9788804406822"],
          year: 1996,
          language: "it",
          standing: 40,
        },
      ]);
      expect(books[0]?.contributors[0]).toEqual({ name: "Asimov, Isaac", role: "author" });
    });

    test.each([
      ["880_Nihon_no_chasho", "Nihon no chasho", "Hayashiya, Tatsusaburō", "林屋 辰三郎"],
      ["880_alternate_script", "Qiaobusi de mi mi ri ji", "Liu, Ning", "刘宁"],
      [
        "880_arabic_french_many_linkages",
        "Intiqāl al-afkār wa-al-taqnīyāt fī al-Maghārib wa-al-ʻālam al-mutawassiṭī",
        "Gharbi, Mohamed Lazhar",
        "غربي، محمد لزهر",
      ],
    ])("%s has its names in their own script too", async (file, title, name, alias) => {
      const { books } = await openLibrary(file);
      expect(books[0]?.title).toBe(title);
      expect(books[0]?.contributors.find((contributor) => contributor.name === name)?.aliases).toContain(
        alias,
      );
    });

    test.each([
      [
        "bijouorannualofl1828cole_meta",
        { title: "The Bijou, or Annual of literature and the arts", year: 1828 },
      ],
      ["equalsign_title", { title: "Cyllidebau ysgolion. 1990/91", subtitle: "School budgets" }],
      ["lc_1416500308", { title: "Candide", series: "Enriched classics series", isbns: ["9781416500308"] }],
      ["reprint_date_wrong_order", { title: "Around the world in eighty days", year: 1873 }],
      ["9999_sd_dates", { title: "Ifadat-e homiyopethi", year: null, language: "ur" }],
      ["collingswood_bad_008", { title: "The war game", year: 1972, price: 1000 }],
      ["talis_245p", { title: "SMP topic mathematics. Pattern and design" }],
      [
        "poganucpeoplethe00stowuoft_meta",
        { title: "Poganuc people", subtitle: "their loves and lives", year: 1878 },
      ],
      ["livrodostermosh00bragoog_meta", { series: "Publicações do Archivo Publico Nacional, 7", year: 1907 }],
      ["zweibchersatir01horauoft_meta", { title: "Zwei Bücher Satiren", language: "de" }],
      ["onquietcomedyint00brid_meta", { contributors: [{ name: "Bridgham, Gladys Ruth", role: "author" }] }],
      [
        "1733mmoiresdel00vill_meta",
        { contributors: [{ name: "Villars, Pierre, marquis de", role: "author" }] },
      ],
      ["cu31924091184469_meta", { title: "The Iliad of Homer", series: "Harper's new classical library" }],
    ])("%s", async (file, expected) => {
      expect((await openLibrary(file)).books).toMatchObject([expected]);
    });

    test("who did what is on the title page where the fields do not tell", async () => {
      const roles = async (file: string) =>
        (await openLibrary(file)).books[0]?.contributors.map(({ name, role }) => `${name}: ${role}`);
      expect(await roles("cu31924091184469_meta")).toEqual([
        "Homer: author",
        "Buckley, Theodore Alois William: translator",
      ]);
      expect(await roles("diebrokeradical400poll_meta")).toEqual([
        "Pollan, Stephen M.: author",
        "Levine, Mark: author",
      ]);
      expect(await roles("wwu_51323556")).toEqual([
        "Goodchild, Michael F.: editor",
        "Janelle, Donald G.: editor",
      ]);
    });
  },
);
