import { type ErrorPage, plainErrorPage } from "./error-page.ts";
import type { Application } from "./types.ts";

/** What a server needs of a module. */
export interface LoadedApplication {
  readonly application: Application;
  /** The module's own `errorPage`, or plain text. */
  readonly errorPage: ErrorPage;
}

/** The exports of a module, whatever they are. */
export type Module = Readonly<Record<string, unknown>>;

/**
 * The application among the exports of a module: its `application`, or its default export; undefined when there is
 * none. The exports of a CommonJS module are its default export, in which a compiler may have put a default export of
 * its own.
 */
export function applicationIn(module: Module, depth = 2): LoadedApplication | undefined {
  const { application, default: other, errorPage } = module;
  const found = typeof application === "function" ? application : other;
  if (typeof found === "function") {
    return {
      application: found as Application,
      errorPage: typeof errorPage === "function" ? (errorPage as ErrorPage) : plainErrorPage,
    };
  }
  return depth > 0 && typeof other === "object" && other !== null
    ? applicationIn(other as Module, depth - 1)
    : undefined;
}
