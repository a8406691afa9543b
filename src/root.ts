import { basename, dirname } from "node:path";
import { fileURLToPath } from "node:url";

const above = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");

/** The project's folder, whether this file runs as it stands or compiled, from dist/. */
export const ROOT: string = basename(above) === "dist" ? dirname(above) : above;
