import { words } from "./folding.ts";
import type { Database } from "./sqlite.ts";

// Between two steps the process hears Ctrl-C. A step takes some 50 milliseconds: so many books,
const STEP = 20_000;
// or so many pages of the index to merge.
const MERGED_PAGES = 1000;

// The same names come again and again: so many, of so many characters, are kept folded.
const REMEMBERED = 50_000;
const LONGEST_REMEMBERED = 200;

/** What is told of the work's progress, and what may stop it. */
interface IndexOptions {
  readonly signal?: AbortSignal | undefined;
  readonly indexed?: ((share: number) => void) | undefined;
}

/**
 * Fills author_index from the books, authors and contributions of a draft, and leaves it in one piece. The rows pass
 * through one by one, however many there are.
 */
export async function fillNameIndex(database: Database, { signal, indexed }: IndexOptions): Promise<void> {
  database.function("fold", { deterministic: true }, rememberingFold());
  const insert = database.prepare<[first: number, last: number]>(`
    INSERT INTO author_index (rowid, name)
      SELECT book_id * 256 + position, fold(name) FROM contributions JOIN authors ON authors.id = author_id
      WHERE book_id BETWEEN ? AND ? AND position < 256 ORDER BY book_id, position`);
  const last = Number(database.prepare("SELECT max(book_id) FROM contributions").pluck().get() ?? 0);
  database.exec("BEGIN");
  for (let first = 1; first <= last; first += STEP) {
    insert.run(first, first + STEP - 1);
    indexed?.(Math.min(first + STEP, last) / last);
    await breathe(signal);
  }
  await merge(database, signal);
  database.exec("COMMIT; PRAGMA analysis_limit = 1000; ANALYZE");
}

/** Merges the index into one piece, as its command "optimize" does, but step by step. */
async function merge(database: Database, signal: AbortSignal | undefined): Promise<void> {
  const step = database.prepare<[pages: number]>(
    "INSERT INTO author_index (author_index, rank) VALUES ('merge', ?)",
  );
  const changes = database.prepare<[], number>("SELECT total_changes()").pluck();
  // A negative number begins the merge of everything. A step that changes less than two rows had nothing left to do
  // (https://sqlite.org/fts5.html#the_merge_command).
  let pages = -MERGED_PAGES;
  for (;;) {
    const before = changes.get() ?? 0;
    step.run(pages);
    if ((changes.get() ?? 0) - before < 2) return;
    pages = MERGED_PAGES;
    await breathe(signal);
  }
}

/** Lets the process hear signals. Throws the reason when one says stop. */
async function breathe(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal?.throwIfAborted();
}

function rememberingFold(): (name: unknown) => string {
  const known = new Map<unknown, string>();
  return (name) => {
    let folded = known.get(name);
    if (folded === undefined) {
      folded = words(String(name)).join(" ");
      if (known.size >= REMEMBERED) known.clear();
      if (folded.length <= LONGEST_REMEMBERED) known.set(name, folded);
    }
    return folded;
  };
}
