import Sqlite from "better-sqlite3";

export type { Statement } from "better-sqlite3";

// better-sqlite3 12 aborts the process, where it was compiled on Node 24.19 or a later 24, when the garbage collector
// takes a database or a statement, closed or not, while promises go on (https://github.com/nodejs/node/issues/65446).
// So it takes none: there are a few for each catalogue that is opened or built, and closed they are small.
const kept: object[] = [];

/** A SQLite database. It and its statements stay as long as the process; exec("PRAGMA …") stands in for pragma(). */
export class Database extends Sqlite {
  constructor(file: string, options?: Sqlite.Options) {
    super(file, options);
    kept.push(this);
  }

  override prepare<Parameters extends unknown[] | object = unknown[], Row = unknown>(sql: string) {
    const statement = super.prepare<Parameters, Row>(sql);
    kept.push(statement);
    return statement;
  }
}
