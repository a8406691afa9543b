/** The range of a draw: 2 to the power of 32. */
const RANGE = 2 ** 32;

/**
 * Numbers that look random and are always the same for the same beginning: the generator xoroshiro64** of Blackman and
 * Vigna, two words of 32 bits. It is fast and good enough to draw books by. Nothing that must stay secret may be drawn by it.
 */
export class Random {
  #a = 1;
  #b = 2;

  /**
   * Begins anew, at the place that three numbers name, each a whole number below 2^32. Two places of one `seed` and
   * `stream` never share their draws, however many there are: `number` decides the first word alone.
   */
  begin(seed: number, stream: number, number: number): this {
    this.#a = mixed(number ^ mixed(seed + Math.imul(stream, 0x9e3779b9)));
    this.#b = mixed(this.#a ^ mixed(seed ^ 0x5bf03635) ^ stream) | 1; // both words zero would stay so for ever
    return this;
  }

  /** A whole number from 0 up to 2^32 - 1. */
  next(): number {
    const a = this.#a;
    const b = this.#b ^ a;
    this.#a = rotated(a, 26) ^ b ^ (b << 9);
    this.#b = rotated(b, 13);
    return Math.imul(rotated(Math.imul(a, 0x9e3779bb), 5), 5) >>> 0;
  }

  /** A number from 0 up to, not including, 1. */
  unit(): number {
    return this.next() / RANGE;
  }

  /** A whole number from 0 up to `count` - 1. */
  below(count: number): number {
    return Math.floor((this.next() / RANGE) * count);
  }

  /** True as often as `share` says, from 0 to 1. */
  chance(share: number): boolean {
    return this.next() < share * RANGE;
  }

  /** A number of the normal distribution around 0 with a deviation of 1 (Box and Muller). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log((this.next() + 1) / RANGE));
    return radius * Math.cos(2 * Math.PI * this.unit());
  }
}

function rotated(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** Another word of 32 bits, as unlike this one as can be, and for each word a different one. */
function mixed(word: number): number {
  let mix = word ^ (word >>> 16);
  mix = Math.imul(mix, 0x21f0aaad);
  mix ^= mix >>> 15;
  mix = Math.imul(mix, 0x735a2d97);
  return mix ^ (mix >>> 15);
}
