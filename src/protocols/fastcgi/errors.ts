/** Bytes that are no FastCGI, or records that must not come as they do. The message says in what. */
export class FastCgiError extends Error {
  override readonly name = "FastCgiError";
}
