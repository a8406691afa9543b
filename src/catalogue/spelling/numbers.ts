const ONES =
  "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen";
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety";
const ROMAN = "ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx"; // "i" is a word of its own

// Round numbers, and those that stand in titles: the Dalmatians, the Nights. What is most often written comes first.
const OTHERS: readonly (readonly string[])[] = [
  ["100", "one hundred", "hundred"],
  ["101", "one hundred and one", "hundred and one"],
  ["1000", "one thousand", "thousand"],
  ["1001", "one thousand and one", "thousand and one"],
  ["10000", "ten thousand"],
  ["20000", "twenty thousand"],
  ["100000", "one hundred thousand", "hundred thousand"],
  ["1000000", "one million", "million"],
];

/** Each number that is known, in all the ways to write it. */
function numbers(): string[][] {
  const ones = ONES.split(" ");
  const all = ones.map((word, index) => [String(index + 1), word]);
  for (const [place, ten] of TENS.split(" ").entries()) {
    const round = 10 * (place + 2);
    all.push([String(round), ten]);
    for (const [index, one] of ones.slice(0, 9).entries()) {
      all.push([String(round + index + 1), `${ten} ${one}`, `${ten}${one}`]);
    }
  }
  for (const [index, one] of ones.slice(1, 9).entries()) all.push([`${index + 2}00`, `${one} hundred`]);
  for (const [index, roman] of ROMAN.split(" ").entries()) all[index + 1]?.push(roman);
  for (const ways of OTHERS) all.push([...ways]);
  return all;
}

/** How many words a number has at most: "one thousand and one". */
export const LONGEST_NUMBER = 4;

let waysOf: ReadonlyMap<string, readonly string[]> | undefined;

function knownWays(): ReadonlyMap<string, readonly string[]> {
  const known = new Map<string, readonly string[]>();
  for (const ways of numbers()) {
    for (const way of ways) {
      known.set(way, ways);
      if (/^(hundred|thousand|million)/.test(way)) known.set(`a ${way}`, ways);
    }
  }
  return known;
}

/**
 * Other ways to write the number that some folded words are, in English: with digits, in words and, from 2 to 20, in
 * Roman numerals. None where they are no number of the table.
 *
 * @example sameNumber(["100"]) // [["one", "hundred"], ["hundred"]]
 * @example sameNumber(["xx"]) // [["20"], ["twenty"]]
 */
export function sameNumber(words: readonly string[]): string[][] {
  if (words.length === 0 || words.length > LONGEST_NUMBER) return [];
  waysOf ??= knownWays();
  const written = words.join(" ");
  const ways = waysOf.get(written) ?? [];
  return ways.filter((way) => way !== written).map((way) => way.split(" "));
}
