import type { Figure, Unit } from "./benchmark.ts";

/** How many digits stand behind the point. */
const DIGITS: Readonly<Record<Unit, number>> = { µs: 1, ms: 2, s: 1, "books/s": 0, bytes: 0, MB: 0 };

/** Figures as a table: name, measured, aim, met or not. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const aim = aimOf(figure);
    const met = aim === "" ? "" : isMet(figure) ? "met" : "NOT MET";
    return { name: figure.name, value: measuredOf(figure), aim, met };
  });
  const width = (column: "name" | "value" | "aim", least: number) =>
    Math.max(least, ...rows.map((row) => row[column].length));
  const [names, values, aims] = [width("name", 0), width("value", 8), width("aim", 13)];
  const lines = rows.map(({ name, value, aim, met }) =>
    `${name.padEnd(names)}  ${value.padStart(values)}  ${aim.padEnd(aims)}  ${met}`.trimEnd(),
  );
  return `${lines.join("\n")}\n`;
}

function measuredOf({ measured, unit }: Figure): string {
  const digits = unit === undefined ? 2 : DIGITS[unit];
  const number = measured.toLocaleString("en", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return unit === undefined ? number : `${number} ${unit}`;
}

function aimOf({ atLeast, atMost }: Figure): string {
  if (atLeast !== undefined) return `at least ${atLeast.toLocaleString("en")}`;
  return atMost === undefined ? "" : `at most ${atMost.toLocaleString("en")}`;
}

function isMet({ measured, atLeast = -Infinity, atMost = Infinity }: Figure): boolean {
  return measured >= atLeast && measured <= atMost;
}
