import * as z from "zod";

const LONGEST = 200;

// Controls, and those that turn the direction of what stands around the name.
const UNSEEN = /[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu;

/** An author's name as a person types it: it has a letter or a digit, and 200 characters at most. */
export const AuthorName = z
  .string()
  .transform((text) => text.replace(UNSEEN, " ").trim())
  .refine((text) => /[\p{L}\p{N}]/u.test(text), { error: "Please type an author name." })
  .refine((text) => Array.from(text).length <= LONGEST, {
    error: `Please type an author name of at most ${LONGEST} characters.`,
  });
