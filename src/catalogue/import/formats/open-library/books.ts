import { nameKey, piecesOf, wholeOf, withoutArticle } from "../../../folding.ts";
import { editionCalled, type SourceBook, type SourceContributor } from "../../source-book.ts";
import type { AuthorTable } from "./author-table.ts";
import type { Findings } from "./findings.ts";
import type { Group, NumberedEdition } from "./groups.ts";
import { joinSubjects } from "./subjects.ts";
import type { Work } from "./work.ts";

/**
 * The books of a work: its editions, each with what it lacks and the work has, or the work itself where it has none.
 * `findings` are those of each source; of a record that is joined of several the last source tells.
 */
export function booksOf(group: Group, authors: AuthorTable, findings: readonly Findings[]): SourceBook[] {
  const { work, record, editions, size } = group;
  const all: readonly (NumberedEdition | null)[] = editions.length === 0 ? [null] : inOrder(editions, record);
  // By the work's title it is found, though no edition may bear it.
  const title = record?.title ?? "";
  const bears = (edition: NumberedEdition | null) =>
    edition === null || edition.title === "" || comparable(edition.title) === comparable(title);
  const isBorne = title === "" || all.some(bears);
  return all.flatMap((edition, place) => {
    // Where neither has a title, the edition's own record is the one to look for.
    const titled = edition !== null && edition.title !== "" ? edition : record;
    if (titled === null || titled.title === "") {
      const place = (edition ?? record)?.place;
      const key = edition === null ? `/works/OL${work}W` : `/books/OL${edition.id}M`;
      if (place) findings[place.source]?.reject(place.line, "without a title", null, key);
      return [];
    }
    const people = peopleOf(edition, record, authors);
    if (people.unknown) findings.at(-1)?.repair("unknown author");
    return {
      title: titled.title,
      subtitle: edition?.subtitle ?? titled.subtitle,
      series: edition?.series ?? titled.series,
      contributors: people.contributors,
      isbns: edition?.isbns ?? [],
      year: earlier(edition?.year ?? null, record?.year ?? null),
      language: edition?.language ?? null,
      subjects: joinSubjects(edition?.subjects ?? [], record?.subjects ?? []),
      price: null,
      quantity: 0,
      standing: size,
      work: work === 0 ? null : `OL${work}W`,
      ...(place === 0 && !isBorne && { editions: [editionCalled(title)] }),
    };
  });
}

/** The editions that are called as their work is, and then the others: the first may be shown for all of them. */
function inOrder(editions: readonly NumberedEdition[], work: Work | null): readonly NumberedEdition[] {
  if (work === null || editions.length === 1) return editions;
  const own = comparable(work.title);
  const [same, others]: [NumberedEdition[], NumberedEdition[]] = [[], []];
  for (const edition of editions) {
    const { title } = edition;
    (title === "" || title === work.title || comparable(title) === own ? same : others).push(edition);
  }
  return [...same, ...others];
}

function comparable(title: string): string {
  return wholeOf(withoutArticle(piecesOf(title)));
}

/** A work is as old as its oldest edition, whatever its own record says. */
function earlier(edition: number | null, work: number | null): number | null {
  return edition === null || work === null ? (edition ?? work) : Math.min(edition, work);
}

/** Who made an edition, none twice: its authors, or those of its work where it names none, and whoever else it names. */
function peopleOf(edition: NumberedEdition | null, work: Work | null, authors: AuthorTable) {
  const contributors: SourceContributor[] = [];
  let unknown = false;
  for (const record of [edition, work]) {
    if (contributors.length > 0) break;
    for (const id of record?.authors ?? []) {
      const author = authors.find(id);
      if (author === null) unknown = true;
      else if (!contributors.some(({ name }) => name === author.name)) contributors.push(author);
    }
  }
  if (edition === null || edition.contributors.length === 0) return { contributors, unknown };
  // The same person is "Peter Newell" in one field and "Newell, Peter" in another.
  const known = new Set(contributors.map(({ name }) => nameKey(piecesOf(name))));
  for (const contributor of edition.contributors) {
    if (known.size < known.add(nameKey(piecesOf(contributor.name))).size) contributors.push(contributor);
  }
  return { contributors, unknown };
}
