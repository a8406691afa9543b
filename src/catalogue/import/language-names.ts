let names: ReadonlyMap<string, string> | undefined;

/** The BCP 47 tag of a language by its name in English or in itself, "German" or "Deutsch"; null for what is none. */
export function findLanguage(name: string): string | null {
  names ??= collectNames(); // takes a tenth of a second, and most files have codes
  return names.get(name.toLowerCase()) ?? null;
}

const LETTERS = Array.from("abcdefghijklmnopqrstuvwxyz");

/** The names of the languages that ISO 639-1 has a code of two letters for. */
function collectNames(): Map<string, string> {
  const found = new Map<string, string>();
  const english = namesIn("en");
  for (const first of LETTERS) {
    for (const second of LETTERS) {
      const code = first + second;
      const name = english.of(code);
      if (name !== undefined) found.set(name.toLowerCase(), Intl.getCanonicalLocales(code)[0] ?? code);
    }
  }
  for (const tag of new Set(found.values())) {
    const name = namesIn(tag).of(tag);
    if (name !== undefined) found.set(name.toLowerCase(), tag);
  }
  return found;
}

function namesIn(language: string): Intl.DisplayNames {
  return new Intl.DisplayNames([language], { type: "language", fallback: "none" });
}
