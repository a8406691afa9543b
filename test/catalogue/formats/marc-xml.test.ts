import { Buffer } from "node:buffer";
import { describe, expect, test } from "vitest";
import { MarcXmlReader } from "../../../src/catalogue/import/formats/marc/marc-xml.ts";
import { marcXml } from "../../../src/catalogue/import/formats/marc/marc-xml-format.ts";
import { gather, readAll, record, source, xmlCollection, xmlRecord } from "./marc-records.ts";

const MOBY = xmlRecord([
  "001 12",
  "008 020507s1851    nyu           000 1 eng d",
  "100 1 $aMelville, Herman,$d1819-1891.",
  "245 10$aMoby Dick :$bor, the whale /$cHerman Melville.",
]);
const EMMA = xmlRecord(["245 10$aEmma &amp; others.", "100 1 $aAusten, Jane."]);
const titled = (title: string) => xmlRecord([`245 10$a${title}`]);
const read = (content: string | Buffer, chunk?: number) => readAll(content, marcXml, chunk);
const titles = async (content: string | Buffer) => (await read(content)).books.map(({ title }) => title);

describe("recognising", () => {
  test.each([
    ["a collection", xmlCollection(MOBY)],
    ["a collection without a namespace", `<collection>${MOBY}</collection>`],
    ["one record", MOBY],
    ["one record with a prefix", xmlRecord(["245 10$aEmma"], "marc:")],
    [
      "the answer of a server",
      `<OAI-PMH><ListRecords><record><metadata>${MOBY}</metadata></record></ListRecords></OAI-PMH>`,
    ],
    ["MarcXchange", '<mxc:collection xmlns:mxc="info:lc/xmlns/marcxchange-v2">'],
    ["a collection behind a byte order mark and a comment", `\ufeff<!-- books -->\n${xmlCollection(MOBY)}`],
  ])("%s is MARCXML", (_, text) => {
    expect(marcXml.recognises(Buffer.from(text))).toBe(true);
  });

  test("UTF-16 is, with a mark and without", () => {
    expect(marcXml.recognises(Buffer.from(`\ufeff${xmlCollection(MOBY)}`, "utf16le"))).toBe(true);
    expect(marcXml.recognises(Buffer.from(xmlCollection(MOBY), "utf16le").swap16())).toBe(true);
  });

  test.each([
    ["nothing", ""],
    ["a page", "<!doctype html><html><body>collection record leader</body></html>"],
    ["other XML", '<?xml version="1.0"?><ONIXMessage><Product/></ONIXMessage>'],
    ["text about MARCXML", "see http://www.loc.gov/MARC21/slim"],
    ["MARC in ISO 2709", record(["245 10$aEmma"]).toString()],
  ])("%s is not", (_, text) => {
    expect(marcXml.recognises(Buffer.from(text))).toBe(false);
  });
});

describe("records", () => {
  test("become the books that they are in ISO 2709", async () => {
    const fields = [
      "100 1 $aMelville, Herman,$d1819-1891.",
      "245 10$aMoby Dick :$bor, the whale",
      "650  0$aWhaling.",
    ];
    expect(await read(xmlCollection(xmlRecord(fields)))).toEqual(await readAll(record(fields)));
  });

  test("are the same however their bytes are cut", async () => {
    const bytes = Buffer.from(
      xmlCollection(MOBY, titled("Brontë & <![CDATA[人 & 一]]>"), EMMA, titled("x & y")),
    );
    const whole = await read(bytes);
    expect(whole.books).toHaveLength(2);
    expect(whole.rejected).toHaveLength(2);
    for (let chunk = 1; chunk <= bytes.length; chunk++) expect(await read(bytes, chunk)).toEqual(whole);
  });

  test.each([
    ["one alone", MOBY],
    ["with a prefix", `<marc:collection>${xmlRecord(["245 10$aMoby Dick"], "marc:")}</marc:collection>`],
    [
      "in the record of OAI-PMH",
      `<ListRecords><record><header/><metadata>${MOBY}</metadata></record></ListRecords>`,
    ],
    [
      "beside a deleted one",
      `<ListRecords><record><header status="deleted"/></record><record>${MOBY}</record></ListRecords>`,
    ],
    ["in an answer of SRU", `<records><record><recordData>${MOBY}</recordData></record></records>`],
    ["behind a document type", `<!DOCTYPE collection [<!ENTITY a "b">]><collection>${MOBY}</collection>`],
  ])("are found %s", async (_, text) => {
    expect(await read(text)).toMatchObject({ books: [{ title: "Moby Dick" }], rejected: [] });
  });

  test("of several documents in one file are all read", async () => {
    const head = '<?xml version="1.0" encoding="UTF-8"?>';
    expect(await titles([head, MOBY, head, EMMA, xmlCollection(titled("Persuasion"))].join("\n"))).toEqual([
      "Moby Dick",
      "Emma & others",
      "Persuasion",
    ]);
  });

  test("may be written on many lines, and lack the blanks that a leader begins with", async () => {
    const text = `<record>
      <leader>nam a2200000 a 4500</leader>
      <controlfield tag="008">
        020507s1851    nyu           000 1 eng d
      </controlfield>
      <datafield tag="245" ind1="1" ind2="0">
        <subfield code="a">
          Moby
          Dick
        </subfield>
      </datafield>
    </record>`;
    expect((await read(text)).books).toMatchObject([{ title: "Moby Dick", year: 1851, language: "en" }]);
    const authority = text.replace("nam a", "nz  a").replace("245", "100");
    expect((await read(authority)).rejected).toMatchObject([{ reason: "not bibliographic" }]);
  });

  test("without a title, or of another kind, are rejected with their line", async () => {
    const { rejected } = await read(xmlCollection(MOBY, xmlRecord(["100 1 $aNobody"])));
    expect(rejected).toEqual([
      {
        place: "record 2 at line 7",
        reason: "without a title",
        detail: null,
        fields: ["00000nam a2200000 a 4500", "100 1 $aNobody"],
      },
    ]);
  });

  test("in UNIMARC are books too", async () => {
    const fields = ["101 0 $afre", "200 1 $aLes misérables$fVictor Hugo", "700  1$aHugo$bVictor$4070"];
    expect((await read(xmlRecord(fields))).books).toMatchObject([
      { title: "Les misérables", language: "fr", contributors: [{ name: "Hugo, Victor", role: "author" }] },
    ]);
  });

  test("that were put into UTF-8 twice are mended and counted", async () => {
    const { books, repaired } = await read(xmlCollection(titled("Das r\u00c3\u00b6mische Recht"), EMMA));
    expect(books[0]?.title).toBe("Das römische Recht");
    expect(repaired).toEqual({ mojibake: 1 });
  });
});

describe("encodings", () => {
  const text = (encoding: string) =>
    `<?xml version="1.0" encoding='${encoding}'?><collection>${titled("Brontë")}</collection>`;

  test.each([
    ["UTF-8", Buffer.from(text("UTF-8"))],
    ["UTF-8 that declares nothing", Buffer.from(`<collection>${titled("Brontë")}</collection>`)],
    ["UTF-8 that declares UTF-16", Buffer.from(text("UTF-16"))],
    ["UTF-16 with a mark", Buffer.from(`\ufeff${text("UTF-16")}`, "utf16le")],
    ["UTF-16 without a mark, the other way round", Buffer.from(text("UTF-16"), "utf16le").swap16()],
    ["Latin-1", Buffer.from(text("ISO-8859-1"), "latin1")],
    ["Windows-1252", Buffer.from(text("windows-1252"), "latin1")],
  ])("%s", async (_, bytes) => {
    expect(await titles(bytes)).toEqual(["Brontë"]);
  });

  test("one that has no known name is refused with what to do", async () => {
    await expect(read(text("MARC-8"))).rejects.toThrow(
      "the file catalogue.mrc says that it is in the encoding marc-8, which is not known; save it as UTF-8 and import that",
    );
    expect(marcXml.recognises(Buffer.from(text("MARC-8")))).toBe(false);
  });
});

describe("what is not well-formed", () => {
  test.each([
    ["an ampersand", titled("x & y"), "Invalid character in entity name, line 4"],
    ["a bracket", titled("x < y"), "Invalid character in tag name, line 4"],
    ["an unknown entity", titled("&nothing;"), "Invalid character entity, line 4"],
    ["an element that is not closed", titled("<b>x"), "Unexpected close tag, line 4"],
    ["an element that was never opened", titled("x</b>"), "Unexpected close tag, line 4"],
  ])("costs the record that has %s, and no other", async (_, bad, detail) => {
    const outcome = await read(xmlCollection(titled("one"), bad, titled("two")));
    expect(outcome.books.map(({ title }) => title)).toEqual(["one", "two"]);
    expect(outcome.rejected).toMatchObject([{ place: "record 2 at line 4", reason: "malformed" }]);
    expect(outcome.rejected[0]?.detail).toContain(detail);
    expect(outcome.rejected[0]?.detail).toMatch(/column \d+$/);
  });

  test("a record that does not end before the next begins is one rejection", async () => {
    const outcome = await read(xmlCollection(titled("one").replace("</record>", ""), titled("two")));
    expect(outcome.books).toMatchObject([{ title: "two" }]);
    expect(outcome.rejected).toMatchObject([
      { place: "record 1 at line 3", reason: "malformed", detail: "another record begins within it" },
      { place: "line 5", reason: "malformed", detail: "Unexpected close tag, line 5, column 13" },
    ]);
  });

  test("of a file that is cut off what was whole is kept", async () => {
    const whole = xmlCollection(titled("one"), titled("two"));
    for (const end of [
      whole.lastIndexOf("</subfield>"),
      whole.lastIndexOf("<subfield"),
      whole.lastIndexOf("</record>"),
    ]) {
      const { books, rejected } = await read(whole.slice(0, end));
      expect(books).toMatchObject([{ title: "one" }]);
      expect(rejected).toMatchObject([
        { place: "record 2 at line 4", reason: "malformed", detail: "the file ends within it" },
      ]);
    }
    const { books, rejected } = await read(whole.slice(0, whole.lastIndexOf("</collection>")));
    expect(books).toHaveLength(2);
    expect(rejected).toMatchObject([{ place: "line 5", reason: "malformed" }]);
  });

  test("entities that a document declares are expanded nowhere", async () => {
    const bomb = `<!DOCTYPE c [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/hosts">]>`;
    const { books, rejected } = await read(
      `${bomb}<collection>${titled("&b;")}${titled("&c;")}${EMMA}</collection>`,
    );
    expect(books).toMatchObject([{ title: "Emma & others" }]);
    expect(rejected.map(({ fields }) => fields[1])).toEqual(["245 10$a&b;", "245 10$a&c;"]);
  });

  test("a record of more than 1 MiB is rejected, and what follows is read", async () => {
    const { books, rejected } = await read(xmlCollection(titled("x".repeat(1024 * 1024 + 1)), EMMA));
    expect(books).toMatchObject([{ title: "Emma & others" }]);
    expect(rejected).toMatchObject([{ reason: "too large", detail: "it has more than 1 MiB of text" }]);
    const fields = "<datafield/>".repeat(100_000);
    expect((await read(`<collection><record>${fields}</record>${EMMA}</collection>`)).rejected).toMatchObject(
      [{ reason: "too large" }],
    );
  });

  test.each([
    ["a comment", "<!--", "x".repeat(50_000)],
    ["an element's attributes", "<datafield ", 'a="b" '.repeat(10_000)],
    ["a name", "<", "x".repeat(50_000)],
  ])("%s without an end ends the reading before memory does", (_, beginning, more) => {
    const reader = new MarcXmlReader();
    const found = [...reader.push(`<collection>${EMMA}${beginning}`)];
    let pushed = 0;
    for (; pushed < 1000 && !reader.gaveUp; pushed++) found.push(...reader.push(more));
    expect(pushed).toBeLessThan(30);
    expect(found[0]?.fault).toBeNull();
    expect(found.at(-1)?.fault).toEqual({
      reason: "too large",
      detail: "more than 1 MiB without an end; what follows was not read",
    });
    expect(reader.push(MOBY)).toEqual([]);
    expect(reader.end()).toEqual([]);
  });

  test("elements in each other without an end do the same", async () => {
    const { books, rejected } = await read(`${MOBY}${"<a>".repeat(1000)}`);
    expect(books).toHaveLength(1);
    expect(rejected.map(({ detail }) => detail)).toEqual([
      "elements are in each other more than 100 deep; what follows was not read",
    ]);
  });

  test("of what is no XML behind a record not more is said than once", async () => {
    const { books, rejected } = await read(`${MOBY}\n${"12345,abc & <def>\n".repeat(2000)}`);
    expect(books).toHaveLength(1);
    expect(rejected.length).toBeLessThanOrEqual(2);
  });
});

test.each([
  ["a table", "id,title\n1,Emma\n"],
  ["other XML", "<ONIXMessage><Product/></ONIXMessage>"],
  ["a deleted record", '<ListRecords><record><header status="deleted"/></record></ListRecords>'],
  ["nothing", ""],
])("%s is refused with what to do", async (_, text) => {
  await expect(read(text)).rejects.toThrow(
    "the file catalogue.mrc holds no MARCXML; choose another format with --format",
  );
});

test("hundreds of records come in several batches, each with the number of its source", async () => {
  const many = xmlCollection(...Array.from({ length: 700 }, () => EMMA));
  const sizes: [number, number][] = [];
  for await (const batch of marcXml.read([source(many), source(MOBY)]))
    sizes.push([batch.source, batch.books.length]);
  expect(sizes).toEqual([
    [0, 500],
    [0, 200],
    [1, 1],
  ]);
  expect((await gather(marcXml.read([source(many)]))).books).toHaveLength(700);
});
