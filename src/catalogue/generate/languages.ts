import { CHINESE, JAPANESE, KOREAN } from "./languages/asian.ts";
import { CATALAN, CZECH, HUNGARIAN, TURKISH } from "./languages/central.ts";
import { DUTCH } from "./languages/dutch.ts";
import { ARABIC, GREEK, HEBREW } from "./languages/eastern.ts";
import { ENGLISH } from "./languages/english.ts";
import { FRENCH } from "./languages/french.ts";
import { GERMAN } from "./languages/german.ts";
import { ITALIAN } from "./languages/italian.ts";
import type { Language } from "./languages/language.ts";
import { DANISH, FINNISH, SWEDISH } from "./languages/nordic.ts";
import { POLISH } from "./languages/polish.ts";
import { PORTUGUESE } from "./languages/portuguese.ts";
import { RUSSIAN, UKRAINIAN } from "./languages/slavic.ts";
import { SPANISH } from "./languages/spanish.ts";

/** The languages of a large library, those with the most books first. Their shares add up to a thousand. */
export const LANGUAGES: readonly Language[] = [
  ...[
    ENGLISH,
    GERMAN,
    FRENCH,
    SPANISH,
    RUSSIAN,
    ITALIAN,
    CHINESE,
    PORTUGUESE,
    JAPANESE,
    DUTCH,
    POLISH,
    ARABIC,
  ],
  ...[SWEDISH, DANISH, FINNISH, CZECH, KOREAN, HUNGARIAN, TURKISH, GREEK, HEBREW, CATALAN, UKRAINIAN],
];
