import type { Handler } from "../page.ts";

/** The front page: a welcome and a way to begin. */
export const welcome: Handler = () => ({ view: "welcome", title: "Welcome", model: {} });
