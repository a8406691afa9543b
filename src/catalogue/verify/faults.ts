// Of more faults than these nobody learns more.
const MOST = 20;

/** What was found to be wrong, as sentences. */
export class Faults {
  readonly #sentences: string[] = [];
  #more = 0;

  add(sentence: string): void {
    if (this.#sentences.length < MOST) this.#sentences.push(sentence);
    else this.#more++;
  }

  get sentences(): readonly string[] {
    return this.#more === 0 ? this.#sentences : [...this.#sentences, `and ${this.#more} faults more`];
  }
}
