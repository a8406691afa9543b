import { readLanguage } from "../../language.ts";
import { controlValue, fieldsOf, firstOf, type MarcRecord } from "./record.ts";

/** Codes that MARC had of its own until it took over those of ISO 639-2, and what they became. */
const FORMER: Readonly<Record<string, string>> = {
  ajm: "jrb",
  cam: "khm",
  esp: "epo",
  eth: "gez",
  far: "fao",
  fri: "fry",
  gae: "gla",
  gag: "glg",
  gal: "orm",
  gua: "grn",
  int: "ina",
  iri: "gle",
  lan: "oci",
  lap: "smi",
  max: "glv",
  mla: "mlg",
  mol: "ron",
  sao: "smo",
  scc: "srp",
  scr: "hrv",
  sho: "sna",
  snh: "sin",
  sso: "sot",
  swz: "ssw",
  tag: "tgl",
  taj: "tgk",
  tar: "tat",
  tsw: "tsn",
};

// Several languages, one that is not coded, none, unknown.
const NO_LANGUAGE = ["mul", "mis", "zxx", "und"];

/** The language of a record in MARC 21 as a BCP 47 tag, by field 008 or else the first of field 041. */
export function languageOf(record: MarcRecord): string | null {
  const codes = fieldsOf(record, "041").map((field) => firstOf(field, "ad"));
  return readLanguageCode(controlValue(record, "008").slice(35, 38)) ?? readLanguageCode(codes[0] ?? "");
}

/** The language of a code of MARC, which may have others behind it without a space, as "engfre" was once written. */
export function readLanguageCode(text: string): string | null {
  const code = text.trim().slice(0, 3).toLowerCase();
  return code.length < 3 || NO_LANGUAGE.includes(code) ? null : readLanguage(FORMER[code] ?? code);
}
