/** The code pages of Windows by the languages that they were made for, in the codes of MARC. */
const CODE_PAGES: ReadonlyArray<readonly [page: string, languages: readonly string[]]> = [
  ["windows-1250", ["alb", "bos", "cze", "hrv", "hun", "pol", "rum", "scr", "slo", "slv"]],
  ["windows-1251", ["bel", "bul", "kaz", "kir", "mac", "mon", "rus", "scc", "srp", "tat", "ukr"]],
  ["windows-1253", ["grc", "gre"]],
  ["windows-1254", ["tur"]],
  ["windows-1255", ["heb", "yid"]],
  ["windows-1256", ["ara", "per", "urd"]],
  ["windows-1257", ["est", "lav", "lit"]],
  ["windows-1258", ["vie"]],
];

/** The code page in which a text of this language, "rus", is written that is in no encoding of MARC; null for Windows-1252. */
export function codePageOf(language: string): string | null {
  return CODE_PAGES.find(([, languages]) => languages.includes(language))?.[0] ?? null;
}
