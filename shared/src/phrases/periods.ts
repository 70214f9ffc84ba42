// Which decades some words mean: one, "from the seventies to the nineties", "before 1980", "old".
import { decadeIn, knownDecade, LONGEST_DECADE, type Decade } from './decades.ts';
import type { Token } from './tokens.ts';

export interface Period {
  /** First years of decades that the model knows. */
  years: number[];
  /** The token after its last. */
  end: number;
}

const groups = (words: string): string[] => words.split(', ');

const BEFORE = groups('before, pre, earlier than, older than, prior to, predating');
const UNTIL = groups('until, till, up to, up until, through, no later than');
const AFTER = groups('after, post, later than, newer than, beyond, more recent than, past');
const SINCE = groups('since, from, starting in');
const AND_LATER = groups(
  'onwards, onward, on, and later, or later, or newer, and newer, and up, and beyond, and onwards, and after, upwards',
);
const AND_EARLIER = groups('or earlier, and earlier, or older, and older, and before, or before');
const TO = groups('to, through, until, till, up to');
const OLD = groups(
  'old, older, oldest, classic, classics, vintage, retro, old fashioned, oldie, oldies, oldschool, old school, golden oldies, ' +
    'old time, from long ago, long ago',
);
const NEW = groups(
  'new, newer, recent, modern, latest, newest, contemporary, brand new, current, present day, recently',
);
const CENTURIES: readonly (readonly [readonly string[], (decade: number) => boolean])[] = [
  [
    groups('20th century, twentieth century, last century, last millennium'),
    (decade) => decade >= 1900 && decade < 2000,
  ],
  [groups('21st century, twenty first century, this century, this millennium'), (decade) => decade >= 2000],
];
const WITHIN = new Set(
  groups('the, early, mid, late, year, years, about, around, circa, middle, end, start, of, decade'),
);

/** A film is old once it is so many years behind the newest decade. */
const OLD_AFTER = 30;
const RECENT_DECADES = 2;
const DECADE = 10;

/** The longest period that begins at `first`; null where none does. @param known first years of the model's decades */
export function periodAt(tokens: readonly Token[], first: number, known: readonly number[]): Period | null {
  const reader = { tokens, known };
  const period = ranged(reader, first) ?? relative(reader, first);
  return period !== null && period.years.length > 0 ? period : null;
}

interface Reader {
  tokens: readonly Token[];
  known: readonly number[];
}

/** Years from `from` to before `to`. */
interface Years {
  from: number;
  to: number;
  end: number;
}

/** A year, or a decade. */
type Point = Years;

const [EARLIEST, LATEST] = [-Infinity, Infinity];

function ranged(reader: Reader, first: number): Period | null {
  const after = (words: readonly string[]): Point | null => {
    const start = afterGroup(reader, first, words);
    return start === null ? null : pointAt(reader, start);
  };
  const [before, until, past] = [after(BEFORE), after(UNTIL), after(AFTER)];
  const years =
    (before && { from: EARLIEST, to: before.from, end: before.end }) ??
    (until && { from: EARLIEST, to: until.to, end: until.end }) ??
    (past && { from: past.to, to: LATEST, end: past.end }) ??
    span(reader, first);
  return years && { years: decadesWithin(reader.known, years), end: years.end };
}

/** A point, and what may follow it: another point, or "and later". */
function span(reader: Reader, first: number): Years | null {
  const begin = afterGroup(reader, first, ['between', ...SINCE]);
  const point = pointAt(reader, begin ?? first);
  if (point === null) return null;
  const { from, end } = point;
  const later = afterGroup(reader, end, AND_LATER);
  if (later !== null) return { from, to: LATEST, end: later };
  if (afterGroup(reader, first, ['since']) !== null) return { from, to: LATEST, end };
  const earlier = afterGroup(reader, end, AND_EARLIER);
  if (earlier !== null) return { from: EARLIEST, to: point.to, end: earlier };
  const isBetween = afterGroup(reader, first, ['between']) !== null;
  const isJoined = reader.tokens[end]?.before === 'joined';
  const next = isJoined ? end : afterGroup(reader, end, isBetween ? [...TO, 'and'] : TO);
  const last = next === null ? null : pointAt(reader, next);
  return last === null ? point : { from, to: last.to, end: last.end };
}

const HALF = DECADE / 2;

/** Decades of which half or more lies within; where there is none, the ones that are touched. */
function decadesWithin(known: readonly number[], { from, to }: Years): number[] {
  const overlap = (decade: number): number => Math.min(to, decade + DECADE) - Math.max(from, decade);
  const halves = known.filter((decade) => overlap(decade) >= HALF);
  return halves.length > 0 || to - from > HALF ? halves : known.filter((decade) => overlap(decade) > 0);
}

/** Old and new, measured from the newest decade that the model knows. */
function relative(reader: Reader, first: number): Period | null {
  const newest = Math.max(...reader.known);
  const isAge = ['year', 'years'].includes(reader.tokens[first - 1]?.word ?? '');
  const old = isAge ? null : afterGroup(reader, first, OLD);
  if (old !== null) return { years: reader.known.filter((decade) => decade <= newest - OLD_AFTER), end: old };
  for (const [names, isWithin] of CENTURIES) {
    const end = afterGroup(reader, first, names);
    if (end !== null) return { years: reader.known.filter(isWithin), end };
  }
  const recent = afterGroup(reader, first, NEW);
  if (recent === null) return null;
  return { years: reader.known.filter((decade) => decade > newest - DECADE * RECENT_DECADES), end: recent };
}

/** @returns the token after the longest of the groups that stands at `first` */
function afterGroup({ tokens }: Reader, first: number, words: readonly string[]): number | null {
  const ends = words.flatMap((group) => {
    const parts = group.split(' ');
    const isHere = parts.every((part, i) => tokens[first + i]?.word === part);
    const isOne = parts.every((_, i) => i === 0 || isBeside(tokens[first + i]));
    return isHere && isOne ? [first + parts.length] : [];
  });
  return ends.length === 0 ? null : Math.max(...ends);
}

const isBeside = (token: Token | undefined): boolean =>
  token?.before === 'blank' || token?.before === 'joined';

function pointAt(reader: Reader, first: number): Point | null {
  const { tokens, known } = reader;
  let start = first;
  while (WITHIN.has(tokens[start]?.word ?? '') && isBeside(tokens[start + 1])) start++;
  for (let end = Math.min(tokens.length, start + LONGEST_DECADE); end > start; end--) {
    const run = tokens.slice(start, end);
    if (!run.every((token, i) => i === 0 || isBeside(token))) continue;
    const words = run.map(({ word }) => word).join('');
    const said = decadeIn(words);
    if (said === null) continue;
    if (/^\d{4}$/.test(words)) return { from: Number(words), to: Number(words) + 1, end };
    const decade = knownDecade(said, known) ?? likelyDecade(said);
    return { from: decade, to: decade + DECADE, end };
  }
  return null;
}

/** A decade that the model does not know can still bound a period. */
const likelyDecade = (said: Decade): number => ('year' in said ? said.year : 1900 + said.ofCentury);
