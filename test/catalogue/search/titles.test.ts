import { expect, test } from "vitest";
import { type Row, searching } from "./searching.ts";

const { search, titles } = searching();

const first = (typed: string, ...expected: string[]) =>
  expect(titles(typed).slice(0, expected.length), typed).toEqual(expected);

test.each<Row>([
  ["it", "It"],
  ["It", "It"],
  ["IT", "It"],
  ["emma", "Emma", "Emma"],
  ["1984", "1984"],
  ["the road", "The Road"],
  ["road", "The Road"],
  ["the king", "The King"],
  ["poems", "Poems"],
  ["rebecca", "Rebecca"],
  ["the the", "The The"],
  ["kar", "Kar"],
  ["usa", "U.S.A."],
  ["100%", "100%"],
  ["i robot", "I, Robot"],
  ["aero", "Ærø"],
  ["論語", "論語"],
  ["war and peace", "War & Peace"],
  ["war & peace", "War & Peace"],
  ["jane eyre", "Jane Eyre"],
  ["to kill a mockingbird", "To Kill a Mockingbird"],
  ["to be or not to be", "To Be or Not to Be"],
])(
  "a book that is called just so stands before better known ones that have the words: %j",
  (typed, ...expected) => {
    first(typed, ...expected);
    expect(search(typed).results[0]?.reason).toBe("title");
  },
);

test.each<Row>([
  ["moby-dick", "Moby-Dick; or, The Whale"],
  ["frankenstein", "Frankenstein; Or, The Modern Prometheus"],
  ["tolkien a biography", "Tolkien: A Biography"],
  ["pride and", "Pride and Prejudice"],
  ["harry potter and the gob", "Harry Potter and the Goblet of Fire"],
  ["don quijote", "Don Quijote de la Mancha"],
  ["vingt mille", "Vingt mille lieues sous les mers"],
  ["old man", "The Old Man and the Sea"],
  ["on the r", "On the Road"],
  ["wuth", "Wuthering Heights"],
  ["persu", "Persuasion"],
  ["a game of", "A Game of Thrones"],
])("a title that begins so comes first: %j", first);

test.each<Row>([
  ["old man sea", "The Old Man and the Sea"],
  ["sea old man", "The Old Man and the Sea"],
  ["years solitude", "One Hundred Years of Solitude"],
  ["game thrones", "A Game of Thrones"],
  ["the modern prometheus", "Frankenstein; Or, The Modern Prometheus"],
  ["brief history of humankind", "Sapiens"],
  ["brief history of time", "A Brief History of Time"],
  ["tragedy of the whaleship essex", "In the Heart of the Sea"],
  ["discworld 33", "Going Postal"],
  ["discworld 8", "Guards! Guards!"],
  ["a song of ice and fire 1", "A Game of Thrones"],
  ["lord of the rings", "The Fellowship of the Ring", "The Return of the King"],
])("words of a title, a subtitle or a series: %j", first);

test.each<Row>([
  ["tolkien hobbit", "The Hobbit"],
  ["hobbit tolkien", "The Hobbit"],
  ["tolkien return king", "The Return of the King"],
  ["king gunslinger", "The Gunslinger"],
  ["orwell 1984", "1984"],
  ["1984 orwell", "1984"],
  ["jane austen emma", "Emma"],
  ["emma jane austen", "Emma"],
  ["mccarthy road", "The Road"],
  ["kerouac road", "On the Road"],
  ["verne twenty thousand leagues", "Twenty Thousand Leagues under the Sea"],
  ["louise maude war", "War & Peace"],
  ["pratchett gaiman", "Good Omens"],
  ["jose saramago cegueira", "Ensaio sobre a cegueira"],
  ["jk rowling goblet", "Harry Potter and the Goblet of Fire"],
  ["henry james turn of the screw", "The Turn of the Screw"],
])("an author and a title together: %j", first);

test("whose name it is comes before whose name it is in part", () => {
  expect(titles("king").slice(0, 2)).toEqual(["The King", "King Lear"]);
  expect(titles("king")).toEqual(expect.arrayContaining(["It", "Carrie", "The Gunslinger"]));
});

test("a word is found at its beginning, and not within", () => {
  expect(titles("onte")).not.toContain("Jane Eyre");
  expect(titles("mocking")).toContain("To Kill a Mockingbird");
  expect(titles("bird")).not.toContain("To Kill a Mockingbird");
});

test("only the last word may be unfinished", () => {
  expect(titles('har potter "and"')).not.toContain("Harry Potter and the Goblet of Fire");
  expect(titles("potter har")).toContain("Harry Potter and the Goblet of Fire");
});

test("a word of ninety letters is found by all of it, and by its beginning", () => {
  const word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
  expect(titles(word)).toEqual([word]);
  expect(titles(word.slice(0, 50))).toEqual([word]);
  expect(titles(`"${word}"`)).toEqual([word]);
});

test("a book is told with all that the catalogue has of it", () => {
  expect(search("9780199535521").results[0]?.book).toEqual({
    id: 23,
    isbn: "9780199535521",
    title: "Emma",
    subtitle: null,
    series: null,
    year: 1815,
    language: "en",
    price: null,
    quantity: 0,
    contributors: [{ name: "Jane Austen", role: "author" }],
    editions: 1,
  });
  expect(search("war and peace").results[0]?.book.contributors).toEqual([
    { name: "Leo Tolstoy", role: "author" },
    { name: "Louise Maude", role: "translator" },
  ]);
});
