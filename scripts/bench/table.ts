import type { Figure } from "./benchmark.ts";

/** Figures as a table: name, measured, aim, met or not. */
export function tableOf(figures: readonly Figure[]): string {
  const width = Math.max(...figures.map(({ name }) => name.length));
  const rows = figures.map(({ name, measured, unit = "", atLeast, atMost }) => {
    const value = `${measured.toFixed(unit === "" ? 2 : 1)}${unit && ` ${unit}`}`;
    const aim =
      atLeast !== undefined ? `at least ${atLeast}` : atMost !== undefined ? `at most ${atMost}` : "";
    const met =
      aim === "" ? "" : measured >= (atLeast ?? 0) && measured <= (atMost ?? Infinity) ? "met" : "NOT MET";
    return `${name.padEnd(width)}  ${value.padStart(8)}  ${aim.padEnd(13)}  ${met}`.trimEnd();
  });
  return `${rows.join("\n")}\n`;
}
