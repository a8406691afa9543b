/** What an import did. */
export interface Report {
  readonly rows: number;
  readonly books: number;
  readonly isbns: number;
  readonly authors: number;
  /** How many rows were rejected for which reason. */
  readonly rejected: ReadonlyMap<string, number>;
  /** The file that has them. */
  readonly rejectedFile: string;
  /** The sentence that says why that file could not be written; null when it could. */
  readonly rejectedProblem: string | null;
  /** Books with characters that were not UTF-8. */
  readonly damaged: number;
  readonly seconds: number;
  readonly database: string;
}

/** The report of an import as a person reads it: lines of a name and a value, with a line feed behind each. */
export function formatReport(report: Report): string {
  const lines: [name: string, value: string][] = [
    ["rows read", count(report.rows)],
    ["books kept", count(report.books)],
    ["rejected", formatRejected(report)],
    ["ISBNs", count(report.isbns)],
    ["authors", count(report.authors)],
    ["seconds", report.seconds.toFixed(1)],
    ["books a second", count(Math.round(report.books / Math.max(report.seconds, 0.001)))],
    ["catalogue", report.database],
  ];
  if (report.damaged > 0) {
    lines.splice(3, 0, [
      "not UTF-8",
      `${count(report.damaged)} books; save the file as UTF-8 to import them whole`,
    ]);
  }
  const width = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join("");
}

function formatRejected({ rejected, rejectedFile, rejectedProblem }: Report): string {
  const reasons = [...rejected].map(([reason, rows]) => `${count(rows)} ${reason}`);
  if (reasons.length === 0) return "0";
  const total = [...rejected.values()].reduce((sum, rows) => sum + rows);
  const where = rejectedProblem === null ? `; see ${rejectedFile}` : "";
  return `${count(total)} (${reasons.join(", ")})${where}`;
}

function count(number: number): string {
  return number.toLocaleString("en");
}
