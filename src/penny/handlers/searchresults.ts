import * as z from "zod";
import { AuthorName } from "../author.ts";
import type { Handler } from "../page.ts";
import { rememberAuthor } from "../previous-author.ts";
import { mistakenForm } from "./searchform.ts";

const PAGE_SIZE = 50;
const LAST_PAGE = 1000;

const Search = z.object({
  author: AuthorName,
  page: z
    .string()
    .regex(/^[0-9]{1,4}$/)
    .transform(Number)
    .pipe(z.number().min(1).max(LAST_PAGE)),
});

/** The books by an author, a page at a time. */
export const searchResults: Handler = (request) => {
  const { environ, parameters, catalogue } = request;
  const search = Search.safeParse({
    author: parameters.get("author") ?? "",
    page: parameters.get("page") || "1",
  });
  if (!search.success) {
    const [issue] = search.error.issues;
    const message =
      issue?.path[0] === "author" ? issue.message : `A page is a number from 1 to ${LAST_PAGE}.`;
    return mistakenForm(request, message);
  }

  const { author, page } = search.data;
  const { books, more } = catalogue().searchByAuthor(author, { page, size: PAGE_SIZE });
  const link = (to: number) => `?author=${encodeURIComponent(author)}&page=${to}`;
  return {
    view: "searchresults",
    title: "Author Search Results",
    model: {
      author,
      page,
      books,
      first: (page - 1) * PAGE_SIZE + 1,
      previous: page > 1 ? link(page - 1) : undefined,
      next: more && page < LAST_PAGE ? link(page + 1) : undefined,
    },
    headers: [rememberAuthor(environ, author)],
  };
};
