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
export const slipsAllowed = (length: number): number => (length < 5 ? 0 : length < 10 ? 1 : 2);

/** The letters of a word, a bit each: words that are a slip apart differ in two at most. */
export function lettersOf(word: string): number {
  let letters = 0;
  for (let i = 0; i < word.length; i++) letters |= 1 << (word.charCodeAt(i) & 31);
  return letters;
}

/** How many letters only one of the two has. */
export function lettersApart(a: number, b: number): number {
  let count = 0;
  for (let rest = a ^ b; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** Rows of keys, so that a finger beside its key can be told from another word. */
const KEYS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
/** Letters that are written for each other. */
const ALIKE = ['aeiouy', 'ck', 'cs', 'sz', 'dt', 'bp', 'vw', 'mn', 'gj'];

/** Whether one letter comes where the other is meant: by ear, or by the key beside it. */
function isConfused(a: string, b: string): boolean {
  if (ALIKE.some((letters) => letters.includes(a) && letters.includes(b))) return true;
  return KEYS.some((row, i) => {
    const place = row.indexOf(a);
    if (place < 0) return false;
    const [above, below] = [KEYS[i - 1], KEYS[i + 1]];
    const around = [
      row[place - 1],
      row[place + 1],
      below?.[place],
      below?.[place - 1],
      above?.[place],
      above?.[place + 1],
    ];
    return around.includes(b);
  });
}

/**
 * Slips by which `written` may stand for `meant`, up to `most`; beyond that `most + 1` (optimal string alignment, Damerau
 * 1964). A slip is a letter left out, one confused with another, or two that changed places. It is also a letter put in
 * that doubles its neighbour or has the key beside it. Other changes make another word: "mental" is no "metal", nor
 * "polite" "police".
 */
export function slipsBetween(written: string, meant: string, most: number): number {
  if (Math.abs(written.length - meant.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: meant.length + 1 }, (_, j) => j);
  for (let i = 1; i <= written.length; i++) {
    const row = [i];
    for (let j = 1; j <= meant.length; j++) row.push(cheapest({ written, meant, i, j, before, last, row }));
    if (row.every((slips) => slips > most)) return most + 1;
    [before, last] = [last, row];
  }
  return last[meant.length] as number;
}

interface Cell {
  written: string;
  meant: string;
  /** Letters of each that are compared. */
  i: number;
  j: number;
  before: readonly number[];
  last: readonly number[];
  row: readonly number[];
}

function cheapest({ written, meant, i, j, before, last, row }: Cell): number {
  const [letter, wanted] = [written[i - 1] as string, meant[j - 1] as string];
  const [left, above, diagonal] = [row[j - 1] as number, last[j] as number, last[j - 1] as number];
  const ways = [left + 1];
  if (letter === wanted) ways.push(diagonal);
  else if (isConfused(letter, wanted)) ways.push(diagonal + 1);
  const neighbours = [written[i - 2], written[i]];
  if (neighbours.some((other) => other !== undefined && (other === letter || isConfused(letter, other))))
    ways.push(above + 1);
  const areSwapped =
    i > 1 && j > 1 && letter === meant[j - 2] && written[i - 2] === wanted && letter !== wanted;
  if (areSwapped) ways.push((before[j - 2] as number) + 1);
  return Math.min(...ways);
}
