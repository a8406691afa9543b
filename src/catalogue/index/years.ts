/** The spans of years that are terms of the index, the longest first: their names and how many years they have. */
const SPANS = [
  [":century:", 100],
  [":decade:", 10],
  [":year:", 1],
] as const;

/** The terms by which a book of this year is found: ":century:19", ":decade:198", ":year:1984". */
export function termsOfYear(year: number): string[] {
  return SPANS.map(([name, years]) => `${name}${Math.floor(year / years)}`);
}

/** The fewest terms that have the books from one year to another: centuries where they are whole, then decades, then years. */
export function termsOfYears(from: number, to: number): string[] {
  const terms: string[] = [];
  for (let year = from; year <= to; ) {
    const [name, years] = SPANS.find(([, years]) => year % years === 0 && year + years - 1 <= to) ?? [
      ":year:",
      1,
    ];
    terms.push(`${name}${Math.floor(year / years)}`);
    year += years;
  }
  return terms;
}
