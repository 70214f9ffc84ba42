// Decades as people say them: "1970s", "70s", "'70s", "the seventies", "nineteen seventies", "1975", "the noughties".

/** A decade by its first year, or what stands for one in every century: 70 is 1970, or 1870 where a model knows that alone. */
export type Decade = { year: number } | { ofCentury: number };

const TENS = [
  '',
  '',
  'twenties',
  'thirties',
  'forties',
  'fifties',
  'sixties',
  'seventies',
  'eighties',
  'nineties',
];
const OF_2000 = ['noughties', 'naughties', 'aughts', 'oughties', 'twothousands'];
const OF_2010 = ['twentytens', 'twothousandtens', 'twentyteens'];
const CENTURIES: Readonly<Record<string, number>> = { eighteen: 1800, nineteen: 1900, twenty: 2000 };

/** The longest run of words that may say one decade. */
export const LONGEST_DECADE = 3;

/** @param words joined without blanks, in search form: "nineteenseventies" @returns null where they say no decade */
export function decadeIn(words: string): Decade | null {
  if (OF_2000.includes(words)) return { year: 2000 };
  if (OF_2010.includes(words)) return { year: 2010 };
  const [, digits, plural] = /^(\d{2}|\d{4})(s|ies)?$/.exec(words) ?? [];
  if (digits !== undefined) return decadeOfDigits(digits, plural !== undefined);
  const [, century = '', name = words] = /^(eighteen|nineteen|twenty)(.+)$/.exec(words) ?? [];
  const tens = TENS.indexOf(name);
  if (tens < 2) return null;
  const first = CENTURIES[century];
  return first === undefined ? { ofCentury: 10 * tens } : { year: first + 10 * tens };
}

function decadeOfDigits(digits: string, isDecade: boolean): Decade | null {
  const year = Number(digits);
  if (digits.length === 4) return year >= 1800 && year < 2100 ? { year: year - (year % 10) } : null;
  if (!isDecade || year % 10 !== 0) return null;
  return year < 20 ? { year: 2000 + year } : { ofCentury: year };
}

/** Decades that a model knows, as its labels say them: "1970s" is 1970. Null for a label of another kind. */
export function decadeOfLabel(label: string): number | null {
  const [, year] = /^(\d{3}0)s$/.exec(label.trim()) ?? [];
  return year === undefined ? null : Number(year);
}

/**
 * The known decade that is meant, the latest where several centuries have it but the present one's does not come first:
 * "twenties" is 1920s where a model knows both.
 */
export function knownDecade(decade: Decade, known: readonly number[]): number | null {
  if ('year' in decade) return known.includes(decade.year) ? decade.year : null;
  const years = [1900, 2000, 1800].map((century) => century + decade.ofCentury);
  return years.find((year) => known.includes(year)) ?? null;
}
