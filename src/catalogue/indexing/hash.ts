// Where the two hashes of a text begin.
export const HIGH_SEED = 1;
export const LOW_SEED = 2;

/**
 * Hashes texts to two numbers of 32 bits, after MurmurHash3 (Austin Appleby): each UTF-16 code unit is one of its blocks.
 * Hardly any two texts of a catalogue share both. Not for what an enemy may choose.
 */
export class Hasher {
  /** Of the text that was hashed last. */
  high = 0;
  low = 0;

  hash(text: string): void {
    let high = HIGH_SEED;
    let low = LOW_SEED;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      high = stepHigh(high, code);
      low = stepLow(low, code);
    }
    this.high = finish(high, text.length);
    this.low = finish(low, text.length);
  }
}

/** The first hash with one more code unit. */
export function stepHigh(hash: number, code: number): number {
  return step(hash, Math.imul(code, 0xcc9e2d51));
}

/** The second hash with one more code unit. */
export function stepLow(hash: number, code: number): number {
  return step(hash, Math.imul(code, 0x1b873593));
}

/** What a text of this length is hashed to, when its code units are in. */
export function finish(hash: number, length: number): number {
  const whole = hash ^ length;
  let bits = Math.imul(whole ^ (whole >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

function step(hash: number, block: number): number {
  const mixed = hash ^ Math.imul((block << 15) | (block >>> 17), 0x1b873593);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}
