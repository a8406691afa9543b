// Nothing was written before, and no publisher announces a book so far ahead.

/** The first year that a book of a catalogue may have. */
export const FIRST_YEAR = -4000;

/** The last one. */
export const LAST_YEAR = 2100;
