import type { Random } from "./random.ts";

/**
 * How much rarer each thing is than the one before it: the curve of Zipf and Mandelbrot, in two pieces as that of a large
 * collection has. The thing of rank r, counted from 1, has a weight of (r + flat) to the power of -slope up to the rank
 * `knee`, and falls with the power of -tail from there.
 */
export interface Curve {
  readonly flat: number;
  readonly slope: number;
  readonly knee: number;
  /** The smaller, the more things there are that come once: their number grows with the power 1 / tail of all draws. */
  readonly tail: number;
}

/** No rank is higher: a word of 31 bits. */
const LAST_RANK = 2 ** 31 - 1;

// Powers take long. For the first ranks, in which most draws fall, the curve is looked up at so many places.
const STEPS = 4096;
const LOOKED_UP = 0.9;

/** Draws ranks, counted from 0, by a curve. It takes no table of them: the integral of the curve is turned round. */
export class Ranks {
  readonly #flat: number;
  readonly #head: Piece;
  readonly #tail: Piece;
  /** The share of draws that falls before the knee. */
  readonly #share: number;
  readonly #steps: Float64Array;

  constructor({ flat, slope, knee, tail }: Curve) {
    this.#flat = flat;
    this.#head = new Piece(flat + 0.5, flat + knee, slope);
    this.#tail = new Piece(flat + knee, flat + LAST_RANK, tail);
    // The two pieces meet at the knee.
    const rest = this.#tail.mass * (flat + knee) ** (tail - slope);
    this.#share = this.#head.mass / (this.#head.mass + rest);
    this.#steps = Float64Array.from({ length: STEPS + 1 }, (_, step) => this.#at(step / STEPS));
  }

  draw(random: Random): number {
    const unit = random.unit();
    if (unit >= LOOKED_UP) return Math.min(Math.round(this.#at(unit)), LAST_RANK) - 1;
    const step = Math.floor(unit * STEPS);
    const from = this.#steps[step] ?? 1;
    const to = this.#steps[step + 1] ?? from;
    return Math.round(from + (to - from) * (unit * STEPS - step)) - 1;
  }

  /** The rank, counted from 1 and not yet whole, before which this share of all draws falls. */
  #at(share: number): number {
    const head = this.#share;
    return (
      (share < head ? this.#head.at(share / head) : this.#tail.at((share - head) / (1 - head))) - this.#flat
    );
  }
}

/** x to the power of -slope from one x to another. */
class Piece {
  /** The area below it. */
  readonly mass: number;
  readonly #power: number;
  readonly #first: number;
  readonly #span: number;

  constructor(from: number, to: number, slope: number) {
    this.#power = 1 / (1 - slope); // a slope of exactly 1 would need a logarithm, and no curve here has it
    this.#first = from ** (1 - slope);
    this.#span = to ** (1 - slope) - this.#first;
    this.mass = this.#span * this.#power;
  }

  /** The x that has this share of the area, 0 to 1, before it. */
  at(share: number): number {
    return (this.#first + share * this.#span) ** this.#power;
  }
}
