// Words that are meant by another spelling: inflected forms, and slips of the finger.

const SHORTEST_STEM = 3;

/** What may be cut off a word, and what then may stand in its place. */
const ENDINGS: readonly (readonly [ending: string, instead: readonly string[]])[] = [
  ['iness', ['y']],
  ['iest', ['y', 'ie']],
  ['ier', ['y', 'ie']],
  ['ies', ['y', 'ie']],
  ['ily', ['y']],
  ['ness', ['', 'y']],
  ['like', ['']],
  ['ish', ['', 'e']],
  ['ing', ['', 'e', 'y']],
  ['est', ['', 'e', 'y']],
  ['ers', ['', 'e']],
  ['er', ['', 'e', 'y']],
  ['ed', ['', 'e']],
  ['ly', ['']],
  ['es', ['', 'e']],
  ['s', ['']],
  ['y', ['', 'e']],
];

/**
 * The forms that a word may be an inflection of, likeliest first: "scarier" of "scary", "sadness" of "sad". It need not be
 * one of them: whoever asks compares with words that are known.
 */
export function baseForms(word: string): string[] {
  return ENDINGS.flatMap(([ending, instead]) => {
    if (!word.endsWith(ending)) return [];
    const stem = word.slice(0, -ending.length);
    if (stem.length < SHORTEST_STEM) return [];
    const forms = instead.map((letters) => stem + letters);
    // "sadder" is of "sad".
    return isDoubled(stem) && stem.length > SHORTEST_STEM ? [...forms, stem.slice(0, -1)] : forms;
  });
}

const isDoubled = (stem: string): boolean => stem.at(-1) === stem.at(-2);

/** How many slips a word of this length may have. A short word with a slip is more often another word. */
export const slipsAllowed = (length: number): number => (length < 5 ? 0 : length < 9 ? 1 : 2);

/**
 * Letters left out, put in, swapped for another, or in the place of the next one (optimal string alignment), up to `most`;
 * beyond that `most + 1`.
 */
export function slipsBetween(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      const above = last[j] as number;
      let slips = Math.min(above + 1, (row[j - 1] as number) + 1, (last[j - 1] as number) + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        slips = Math.min(slips, (before[j - 2] as number) + 1);
      }
      row.push(slips);
    }
    if (row.every((slips) => slips > most)) return most + 1;
    [before, last] = [last, row];
  }
  return last[b.length] as number;
}
