/** Where in a book a word may stand. */
export const FIELDS = ["title", "author", "subject"] as const;

export type Field = (typeof FIELDS)[number];

/** The bit of each field: a word's occurrence in a book is one number, 8 * id and the fields. */
export const FIELD_BITS: Readonly<Record<Field, number>> = { title: 1, author: 2, subject: 4 };

/** The largest id that leaves room for them in 32 bits: 536,870,911. */
export const LARGEST_ID: number = 2 ** 29 - 1;
