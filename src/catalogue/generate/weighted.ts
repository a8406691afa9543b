import type { Random } from "./random.ts";

/**
 * Some things, each to be drawn as often as its weight says, in the same time however many there are: the alias method of
 * Walker and Vose. Each has a place of the same size. What it does not need of it is filled from one that needs more.
 */
export class Weighted<T> {
  readonly #things: readonly T[];
  /** Up to where, from 0 to 1, each place is its own thing's. */
  readonly #own: Float64Array;
  /** The things that fill up the places. */
  readonly #others: T[];
  readonly #first: T;

  /** Throws a RangeError where no weight is above 0. */
  constructor(weights: ReadonlyArray<readonly [thing: T, weight: number]>) {
    const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
    const [first] = weights;
    if (!first || !(total > 0)) throw new RangeError("nothing can be drawn without a weight");
    this.#first = first[0];
    this.#things = weights.map(([thing]) => thing);
    this.#others = [...this.#things];

    const places = weights.map(([thing, weight], number) => {
      return { number, thing, size: (weight * weights.length) / total };
    });
    this.#own = Float64Array.from(places, ({ size }) => size);
    const small = places.filter(({ size }) => size < 1);
    const large = places.filter(({ size }) => size >= 1);
    for (let less = small.pop(); less; less = small.pop()) {
      const more = large.pop();
      if (!more) break; // by rounding alone
      this.#own[less.number] = less.size;
      this.#others[less.number] = more.thing;
      more.size -= 1 - less.size;
      (more.size < 1 ? small : large).push(more);
    }
  }

  draw(random: Random): T {
    const point = random.unit() * this.#things.length;
    const number = Math.floor(point);
    const things = point - number < (this.#own[number] ?? 1) ? this.#things : this.#others;
    return things[number] ?? this.#first;
  }
}

/**
 * Reads weights from a text such as "the 290, a 70, in the 5". With a total, what the others leave of it is the weight of
 * the empty text.
 */
export function readWeights(text: string, total = 0): (readonly [text: string, weight: number])[] {
  const weights = text.split(",").map((entry): readonly [string, number] => {
    const [, thing = "", weight = "0"] = /^\s*(.*?)\s+(\d+)\s*$/.exec(entry) ?? [];
    return [thing, Number(weight)];
  });
  const rest = total - weights.reduce((sum, [, weight]) => sum + weight, 0);
  return rest > 0 ? [["", rest], ...weights] : weights;
}
