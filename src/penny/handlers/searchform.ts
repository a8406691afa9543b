import type { Handler, Page, PageRequest } from "../page.ts";
import { previousAuthor } from "../previous-author.ts";

/** The form to search by author. */
export const searchForm: Handler = (request) => formPage(request);

/** The form again, with what was typed and what was wrong with it. */
export function mistakenForm(request: PageRequest, message: string): Page {
  return { ...formPage(request, message), status: "400 Bad Request" };
}

function formPage({ environ, parameters }: PageRequest, message?: string): Page {
  return {
    view: "searchform",
    title: "Author Search",
    model: { author: parameters.get("author") ?? "", previous: previousAuthor(environ), message },
  };
}
