import { basename, dirname, join, resolve } from "node:path";

const above = dirname(import.meta.dirname);

/** The project's folder, whether this file runs as it stands or compiled, from dist/. */
export const ROOT: string = basename(above) === "dist" ? dirname(above) : above;

/** A path as it was typed, made whole. npm goes to the project's folder; it was called in INIT_CWD. */
export function fromHere(path: string): string {
  const called = process.cwd() === ROOT ? process.env.INIT_CWD : undefined;
  return resolve(called ?? "", path);
}

/** The catalogue that is built from db/penny.sql on first use. */
export const STARTER: string = join(ROOT, "db/penny.sqlite");

/** The catalogue's file: `given`, else the one that PENNY_DATABASE names, else db/penny.sqlite. */
export function catalogueFile(given?: string): string {
  return fromHere(given ?? (process.env.PENNY_DATABASE || STARTER));
}
