import type { Written } from "../build/writer.ts";

/** What an import did. */
export interface Report extends Written {
  /** Records that were read. */
  readonly read: number;
  /** How many were rejected for which reason. */
  readonly rejected: ReadonlyMap<string, number>;
  /** The files that have them. */
  readonly rejectedFiles: readonly string[];
  /** The sentence that says why such a file could not be written; null when it could. */
  readonly rejectedProblem: string | null;
  /** How many records were mended, by kind. */
  readonly repaired: ReadonlyMap<string, number>;
  /** Bytes that were read, as they are stored. */
  readonly bytes: number;
  readonly seconds: number;
  readonly database: string;
}

/** The report of an import as a person reads it: lines of a name and a value, with a line feed behind each. */
export function formatReport(report: Report): string {
  const { read, books, merged, isbns, rejectedFiles, rejectedProblem, bytes, seconds, database } = report;
  const where =
    rejectedFiles.length > 0 && rejectedProblem === null ? `; see ${rejectedFiles.join(", ")}` : "";
  const lines: [name: string, value: string][] = [
    ["rows read", count(read)],
    ["books kept", count(books)],
    ["merged", count(merged)],
    ["rejected", listed(report.rejected) + where],
    ["repaired", listed(report.repaired)],
    ["ISBNs", count(isbns)],
    ["bytes read", count(bytes)],
    ["seconds", seconds.toFixed(1)],
    ["books a second", count(Math.round(read / Math.max(seconds, 0.001)))],
    ["catalogue", database],
  ];
  const width = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join("");
}

/** "5 (1 without a title, 4 malformed)", "0" */
function listed(counts: ReadonlyMap<string, number>): string {
  const total = [...counts.values()].reduce((sum, one) => sum + one, 0);
  const kinds = [...counts].map(([kind, one]) => `${count(one)} ${kind}`).join(", ");
  return total === 0 ? "0" : `${count(total)} (${kinds})`;
}

function count(number: number): string {
  return number.toLocaleString("en");
}
