import type { Application } from "../../gateway/index.ts";

/**
 * The application among the exports of a module: its `application`, or its default export. Undefined when it has none.
 *
 * The exports of a CommonJS module are its default export, in which a compiler may have put a default export of its own.
 */
export function applicationIn(module: Readonly<Record<string, unknown>>, depth = 2): Application | undefined {
  const { application, default: other } = module;
  const found = typeof application === "function" ? application : other;
  if (typeof found === "function") return found as Application;
  return depth > 0 && typeof other === "object" && other !== null
    ? applicationIn(other as Readonly<Record<string, unknown>>, depth - 1)
    : undefined;
}
