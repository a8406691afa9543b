import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readList } from "../../../src/catalogue/import/list.ts";
import { hasResponsibility, withoutResponsibility } from "../../../src/catalogue/import/responsibility.ts";
import { subjectsReader } from "../../../src/catalogue/import/subjects.ts";
import { tidy } from "../../../src/catalogue/import/text.ts";
import { readTitlePage } from "../../../src/catalogue/import/title-page.ts";

describe("readTitlePage", () => {
  test.each<[text: string, title: string, subtitle: string | null, series?: string]>([
    ["Emma", "Emma", null],
    ["  Emma ", "Emma", null],
    ["Wok : cocina para cada día ", "Wok", "cocina para cada día"],
    ["Wok : [cocina para cada día]", "Wok", "cocina para cada día"],
    ["1714 : trons = 1714 : thunder", "1714", "trons = 1714 : thunder"],
    ["Enseñar a investigar : libro del alumnado ,", "Enseñar a investigar", "libro del alumnado"],
    ["Sapiens: A Brief History", "Sapiens: A Brief History", null],
    ["Animal Farm / 1984", "Animal Farm / 1984", null],
    ["The Hobbit /", "The Hobbit", null],
    ["Bill of Rights\r\nThe Ten Amendments\nto it", "Bill of Rights", "The Ten Amendments to it"],
    ["\nBill of Rights\n\n", "Bill of Rights", null],
    ["Jim Spurling, Fisherman\nor Making Good", "Jim Spurling, Fisherman or Making Good", null],
    ["Peter Pan : $b [Peter and Wendy]", "Peter Pan", "Peter and Wendy"],
    ["Ashore; $b a tale $n 2 $c by X", "Ashore", "a tale 2"],
    ["Voyages (Vol. 2)\r\n$b Being the End", "Voyages (Vol. 2)", "Being the End"],
    ["War Events $v Volume 3 : $b a history", "War Events Volume 3", "a history"],
    ["At nearly $5 per day", "At nearly $5 per day", null],
    ["[Poems.]", "Poems", null],
    ["[Works, etc. [With plates.]]", "Works, etc.", "With plates"],
    ["[Poetical works. [With plates.]]", "Poetical works", "With plates"],
    ["[Irish Cathedrals.] A Handbook", "Irish Cathedrals. A Handbook", null],
    ["[Account of] the Priory", "Account of the Priory", null],
    ["Walter Forbes. [A novel.] By A. A", "Walter Forbes", "A novel. By A. A"],
    ["A Reply to Mrs. B. [By X.]", "A Reply to Mrs. B. [By X.]", null],
    ["Adolescents: the manual. [1]", "Adolescents: the manual. [1]", null],
    ["Edad [sic] Mitjana", "Edad [sic] Mitjana", null],
    ["美少女戦士 1 [Bishōjo Senshi 1]", "美少女戦士 1 [Bishōjo Senshi 1]", null],
    ["The River : a novel (Rivers, #3)", "The River", "a novel", "Rivers, 3"],
    ["Two\nLines (Twins, #2)", "Two", "Lines", "Twins, 2"],
    ["Las voces del desiertoPaperback", "Las voces del desierto", null],
    ["The Songlines.Mass Market Paperback", "The Songlines", null],
    ["Dune (Paperback)", "Dune", null],
    ["Dune [electronic resource] : a novel", "Dune", "a novel"],
    ["Paperback", "Paperback", null],
    ["FaceBook", "FaceBook", null],
    ["The exiles.", "The exiles", null],
    ["The Songster ...", "The Songster", null],
    ["And Another Thing...", "And Another Thing...", null],
    ["The Love Affairs of Nathaniel P.", "The Love Affairs of Nathaniel P.", null],
    ["V.", "V.", null],
    ["Letters, papers, etc.", "Letters, papers, etc.", null],
    ["[", "[", null],
    [" : ", ":", null],
    ["", "", null],
  ])("reads %j", (text, title, subtitle, series) => {
    expect(readTitlePage(text)).toEqual({ title, subtitle, series: series ?? null });
  });

  test("no text makes it throw, what it gives is tidy, and a text with a letter has a title", () => {
    const unit = fc.constantFrom(
      "[",
      "]",
      ".",
      " ",
      ":",
      "/",
      "$b",
      "$c",
      "\n",
      "(",
      ")",
      "#",
      "a",
      "B",
      "1",
    );
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        const { title, subtitle } = readTitlePage(text);
        expect(tidy(title)).toBe(title);
        if (subtitle !== null) expect(tidy(subtitle)).toBe(subtitle);
        expect(subtitle).not.toBe("");
        expect(title === "").toBe(tidy(text) === "");
      }),
      { numRuns: 2000 },
    );
  });
});

describe("withoutResponsibility", () => {
  const cut = (title: string, ...names: string[]) =>
    withoutResponsibility(
      title,
      names.map((name) => ({ name, role: "author" })),
    );

  test.each<[title: string, names: string[], rest: string]>([
    ["Tracks Robyn Davidson.", ["Robyn Davidson"], "Tracks"],
    ["Rocks and minerals written by Steve Parker.", ["Steve Parker"], "Rocks and minerals"],
    ["Crocodiles by Lynn M. Stone.", ["Lynn Stone"], "Crocodiles"],
    ["Murder down under Arthur W. Upfield.", ["Upfield, Arthur William"], "Murder down under"],
    ["Economics [by] A. G. L. Shaw.", ["Alan Shaw"], "Economics"],
    ["The verses by A. B. Paterson", ["Banjo Paterson"], "The verses"],
    ["New Australia By Major T. L. Mitchell", ["T. L. Mitchell"], "New Australia"],
    ["Sun [text by] Natalie Prior ; [illustrations by] Anna Pignataro", ["Natalie Prior"], "Sun"],
    ["Letters Lloyd Edmonds ; edited by Amirah Inglis", ["Inglis, Amirah", "Lloyd Edmonds"], "Letters"],
    ["Samurai in the surf Joe Hajdu :", ["Joseph Hajdu"], "Samurai in the surf"],
    ["On Kant Garrett Thomson", ["Garrett Thomson"], "On Kant"],
    // What is a part of the title.
    ["The works of Jane Austen", ["Jane Austen"], "The works of Jane Austen"],
    ["Jocelyn Burt's Australia", ["Jocelyn Burt"], "Jocelyn Burt's Australia"],
    ["The Autobiography of Malcolm X", ["Malcolm X"], "The Autobiography of Malcolm X"],
    ["Jane Austen", ["Jane Austen"], "Jane Austen"],
    ["The essential Rumi", ["Rumi"], "The essential Rumi"],
    ["Introducing Jane Austen's world", ["Jane Austen"], "Introducing Jane Austen's world"],
    ["Great whales", ["J. L. Bannister"], "Great whales"],
    ["", ["Jane Austen"], ""],
  ])("of %j by %j is %j", (title, names, rest) => {
    expect(cut(title, ...names)).toBe(rest);
  });

  test("is a habit of a column where many titles have it", () => {
    const by = { name: "Amy Witting", role: "author" };
    const bare = { title: "Marriages", contributors: [by] };
    const credited = { title: "Marriages Amy Witting", contributors: [by] };
    expect(hasResponsibility([])).toBe(false);
    expect(hasResponsibility([bare, bare, bare, bare, credited])).toBe(false);
    expect(hasResponsibility([bare, bare, credited])).toBe(true);
  });

  test("no text makes it throw or leaves nothing", () => {
    const unit = fc.constantFrom("Ann", "Bee", " ", ".", "by", "[", "]", ";", "A", "of", "x");
    fc.assert(
      fc.property(fc.string({ unit }), (title) => {
        expect(cut(title, "Ann Bee", "Bee, Ann A.") === "").toBe(title === "");
      }),
      { numRuns: 2000 },
    );
  });
});

test.each([
  ["['Fiction', \"Children's stories\"]", ["Fiction", "Children's stories"]],
  ['["a\\"b", "c"]', ['a"b', "c"]],
  ["['a',]", ["a"]],
  ["[]", []],
  ["[A novel.]", null],
  ["['a' 'b']", null],
  ["['a'", null],
  ["a", null],
  ["", null],
])("the list %j has %j", (text, items) => {
  expect(readList(text)).toEqual(items);
});

describe("subjectsReader", () => {
  const read = (text: string, sample = [text]) => subjectsReader(sample)(text);

  test.each<[text: string, subjects: string[]]>([
    [
      "Whaling -- Fiction; Sea stories; Ahab, Captain",
      ["Whaling -- Fiction", "Sea stories", "Ahab, Captain"],
    ],
    ["Fiction|Crime", ["Fiction", "Crime"]],
    ["['Fiction', 'Children, stories']", ["Fiction", "Children, stories"]],
    ["Fiction; fiction; Fiction;; ", ["Fiction", "fiction"]],
    ["Geology.", ["Geology"]],
    ["", []],
  ])("reads %j", (text, subjects) => {
    expect(read(text)).toEqual(subjects);
  });

  test("commas part genres, and belong to headings", () => {
    expect(read("Fantasy, Young Adult", ["Fantasy, Fiction", "Crime", "Young Adult, Romance"])).toEqual([
      "Fantasy",
      "Young Adult",
    ]);
    expect(read("Speeches, American", ["Whaling -- Fiction", "Speeches, American"])).toEqual([
      "Speeches, American",
    ]);
    expect(read("Speeches, American", ["Poetry; Drama", "Speeches, American"])).toEqual([
      "Speeches, American",
    ]);
  });

  test("a field of any length gives some dozens", () => {
    expect(read(Array.from({ length: 10_000 }, (_, i) => `subject ${i}`).join(";"))).toHaveLength(50);
    expect(read(`${"x".repeat(1000)}; short`)).toEqual(["short"]);
  });
});
