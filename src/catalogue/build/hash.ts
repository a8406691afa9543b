/**
 * Hashes texts to two numbers of 32 bits, after MurmurHash3 (Austin Appleby): each UTF-16 code unit is one of its blocks.
 * Hardly any two texts of a catalogue share both. Not for what an enemy may choose.
 */
export class Hasher {
  /** Of the text that was hashed last. */
  high = 0;
  low = 0;

  hash(text: string): void {
    let high = 1;
    let low = 2;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      high = step(high, Math.imul(code, 0xcc9e2d51));
      low = step(low, Math.imul(code, 0x1b873593));
    }
    this.high = finish(high ^ text.length);
    this.low = finish(low ^ text.length);
  }
}

function step(hash: number, block: number): number {
  const mixed = hash ^ Math.imul((block << 15) | (block >>> 17), 0x1b873593);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

function finish(hash: number): number {
  let bits = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
