import type { Book } from "../book.ts";
import type { SourceBook } from "../import/source-book.ts";
import { Database } from "../sqlite.ts";

type Row = Omit<Book, "contributors" | "editions">;

/** The books of db/penny.sql, which makes and fills tables of its own, in their order. */
export function readStarter(sql: string): SourceBook[] {
  const database = new Database(":memory:");
  try {
    database.exec(sql);
    const contributors = database.prepare<[number], { name: string; role: string }>(
      `SELECT name, role FROM contributions JOIN authors ON authors.id = author_id
       WHERE book_id = ? ORDER BY position`,
    );
    const rows = database.prepare<[], Row>("SELECT * FROM books ORDER BY id").all();
    return rows.map(({ id, isbn, ...row }) => ({
      ...row,
      isbns: isbn === null ? [] : [isbn],
      contributors: contributors.all(id),
      subjects: [],
      standing: 0,
      work: null,
    }));
  } finally {
    database.close();
  }
}
