/** What a web server changes by its nature. */
export interface Difference {
  /** The hostings, by their names. */
  readonly of: RegExp;
  /** The rows, by their numbers and names. */
  readonly rows: RegExp;
  readonly reason: string;
  /** True where it happens or not as the bytes come in. */
  readonly byChance?: true;
}
