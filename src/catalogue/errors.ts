/** A catalogue that cannot be opened, built or read. The message tells a person what to do. */
export class CatalogueError extends Error {
  override readonly name = "CatalogueError";
}

/** The system's code of an error, such as "ENOENT" or "SQLITE_NOTADB"; "" when it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
