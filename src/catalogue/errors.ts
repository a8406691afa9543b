/** A catalogue that cannot be opened, built or read. The message tells a person what to do. */
export class CatalogueError extends Error {
  override readonly name = "CatalogueError";
}

/** The error of a catalogue that was damaged while it was open. `how` says what was found: "a list is out of order". */
export function damaged(how: string): CatalogueError {
  return new CatalogueError(`the catalogue is damaged, for ${how}; build it anew with: npm run import`);
}

/** The system's code of an error, such as "ENOENT" or "SQLITE_NOTADB"; "" when it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
