/**
 * Makes something when it is first asked for. Patterns that ask about Unicode's properties take half a millisecond each to
 * be made, which a CGI program would wait for at each request, and most texts need none of them.
 */
export function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
