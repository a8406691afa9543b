/** The content codings that can be made here, the best one first. */
const CODINGS = ["br", "gzip"] as const;

export type Coding = (typeof CODINGS)[number];

// A coding or "*", and perhaps a weight with at most three digits (RFC 9110 §12.4.2, §12.5.3).
const MEMBER =
  /^[ \t]*([!#$%&'*+\-.^_`|~0-9A-Za-z]+)(?:[ \t]*;[ \t]*[qQ]=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?))?[ \t]*$/;

/**
 * The coding that a client likes best of those that can be made; undefined when it had rather have the bytes as they
 * are, or takes no other. `field` is the value of Accept-Encoding; a member that is not well formed is not counted.
 *
 * Of codings that it likes as much, the one that makes the body smaller is taken. A client that says nothing is sent
 * the bytes as they are, for it may not know any coding.
 *
 * @example acceptedCoding("gzip, br;q=0.5") // "gzip"
 */
export function acceptedCoding(field: string | undefined): Coding | undefined {
  if (field === undefined) return undefined;
  const weights = new Map<string, number>();
  for (const member of field.split(",")) {
    const [, name, weight = "1"] = MEMBER.exec(member) ?? [];
    // "x-gzip" is gzip (RFC 9110 §8.4.1.3).
    if (name !== undefined) weights.set(name.toLowerCase().replace(/^x-gzip$/, "gzip"), Number(weight));
  }
  const others = weights.get("*");
  // The bytes as they are may be sent always, unless that is refused.
  let liked = weights.get("identity") ?? 0;
  let best: Coding | undefined;
  for (const coding of CODINGS) {
    const weight = weights.get(coding) ?? others ?? 0;
    if (weight > liked || (best === undefined && weight === liked && weight > 0)) {
      liked = weight;
      best = coding;
    }
  }
  return best;
}
