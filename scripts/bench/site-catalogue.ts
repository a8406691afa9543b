import { buildCatalogue } from "../../src/catalogue/build.ts";

const AUTHORS = 500;

/** A name of three words that no other author shares: a word for each decimal digit's worth of the number. */
function authorName(number: number): string {
  const syllables = ["ba", "ke", "di", "lo", "mu", "na", "pe", "ri", "so", "tu"];
  const word = (value: number) =>
    String(value)
      .padStart(4, "0")
      .split("")
      .map((digit) => syllables[Number(digit)])
      .join("");
  const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
  return [number * 13, number * 7 + 1000, number * 17 + 500].map((value) => capital(word(value))).join(" ");
}

/** Builds a catalogue of 10,000 books, 20 by each of 500 authors, or of as many as `booksEach` says. */
export async function buildBenchCatalogue(file: string, booksEach = 20): Promise<void> {
  await buildCatalogue(file, (writer) => {
    for (let id = 1; id <= AUTHORS * booksEach; id++) {
      writer.add({
        title: `The Collected Tales of the Town, Volume ${id}`,
        subtitle: null,
        series: null,
        contributors: [{ name: authorName((id % AUTHORS) + 1), role: "author" }],
        isbns: [`978${String(id).padStart(10, "0")}`],
        year: 1900 + (id % 100),
        language: "en",
        subjects: [],
        price: 999 + (id % 5000),
        quantity: 1,
        standing: 0,
        work: null,
      });
    }
  });
}

/** Paths of result pages with 20 books each, no two with the same words typed. */
export function differentPaths(): string[] {
  const paths: string[] = [];
  for (let length = 8; length >= 5; length--) {
    for (let middle = 8; middle >= 4; middle--) {
      for (let last = 8; last >= 4; last--) {
        for (let number = 1; number <= AUTHORS; number++) {
          const [a = "", b = "", c = ""] = authorName(number).toLowerCase().split(" ");
          paths.push(`/searchresults?author=${a.slice(0, length)}+${b.slice(0, middle)}+${c.slice(0, last)}`);
          paths.push(`/searchresults?author=${c.slice(0, last)}+${a.slice(0, length)}+${b.slice(0, middle)}`);
        }
      }
    }
  }
  return paths;
}

/** Paths of the last pages of broad searches, each different, on which there are no books. */
export function emptyPaths(): string[] {
  const paths: string[] = [];
  for (let number = 0; number < 5000; number++) {
    const beginning = "bkdlmnprs".charAt(number % 9); // with which many authors' names begin
    paths.push(`/searchresults?author=${beginning}&page=1000&number=${number}`);
  }
  return paths;
}
