/** A book as a row of books holds it (see db/schema.sql). */
export interface BookRow {
  readonly isbn: number | null;
  readonly title: string;
  readonly subtitle: string | null;
  readonly series: string | null;
  readonly contributors: string;
  readonly year: number | null;
  readonly language: string | null;
  readonly subjects: string | null;
  readonly price: number | null;
  readonly quantity: number;
  readonly standing: number;
  readonly work: string | null;
}
