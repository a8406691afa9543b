import { once } from "../once.ts";

/**
 * Letters of folded Cyrillic and Greek words, and how a library writes them in Latin ones. Where English, German and
 * French libraries differ the sound makes them alike (see sound.ts); "tch" for ч is the one that is read in one way.
 */
const latinOf = once(
  () =>
    new Map(
      (
        "а a, б b, в v, г g, д d, е e, ж zh, з z, и i, к k, л l, м m, н n, о o, п p, р r, с s, т t, у u, ф f, х kh, " +
        "ц ts, ч tch, ш sh, щ shch, ъ, ы y, ь, э e, ю yu, я ya, ђ dj, љ l, њ n, ћ tch, џ dzh, " +
        "α a, β v, γ g, δ d, ε e, ζ z, η i, θ th, ι i, κ k, λ l, μ m, ν n, ξ x, ο o, π p, ρ r, σ s, τ t, υ y, φ ph, " +
        "χ kh, ψ ps, ω o"
      )
        .split(", ")
        .map((entry): [string, string] => [entry.charAt(0), entry.slice(2)]),
    ),
);

const LATIN_WORD = /^[a-z]+$/;

/**
 * A folded word in the letters a to z; undefined where it has a digit or a letter of a script that is not known here.
 *
 * @example romanised("чехов") // "tchekhov"
 */
export function romanised(word: string): string | undefined {
  if (LATIN_WORD.test(word)) return word;
  let latin = "";
  for (const letter of word) {
    const written = letter >= "a" && letter <= "z" ? letter : latinOf().get(letter);
    if (written === undefined) return undefined;
    latin += written;
  }
  return latin;
}
