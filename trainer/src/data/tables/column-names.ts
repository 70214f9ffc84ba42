// Which column is which: the names that people give to users, items, times and the rest, in any spelling.
import { at } from '@trimtab/shared/look-up.ts';
import { DataError } from '../errors.ts';

/** What a reader asks of a table. */
export type Role = 'user' | 'item' | 'time' | 'rating' | 'title' | 'year';

/** Names in lower case without blanks, _ and -; the first list counts before the second. */
const NAMES: Readonly<Record<Role, readonly [readonly string[], readonly string[]]>> = {
  user: [
    ['user', 'userid'],
    ['uid', 'reviewerid', 'customerid', 'visitorid', 'memberid', 'accountid', 'personid'],
  ],
  item: [
    ['item', 'itemid', 'movieid'],
    'bookid productid businessid asin parentasin songid trackid artistid videoid isbn newsid articleid gameid appid animeid recipeid venueid poiid song track movie book product'.split(' '), // prettier-ignore
  ],
  time: [
    ['time', 'timestamp'],
    'date datetime unixreviewtime unixtime eventtime createdat ratingtimestamp playedat ts'.split(' '),
  ],
  rating: [['rating'], 'stars overall score ratings bookrating starrating reviewscore'.split(' ')],
  title: [
    ['title'],
    'name movietitle itemtitle booktitle producttitle itemname productname moviename originaltitle'.split(
      ' ',
    ),
  ],
  year: [['year'], 'releaseyear yearofpublication originalpublicationyear releasedate'.split(' ')],
};

/** Columns of an items file that hold lists of attributes, and the kind of those that do not say their own. */
const LISTS: Readonly<Record<string, string>> = {
  attributes: 'tag',
  genres: 'genre',
  genre: 'genre',
  class: 'genre',
  categories: 'genre',
  category: 'genre',
  tags: 'tag',
  tag: 'tag',
};

const OPTIONS: Readonly<Record<Role, string>> = {
  user: '--user',
  item: '--item',
  time: '--time',
  rating: 'the column name "rating"',
  title: 'the column name "title"',
  year: 'the column name "year"',
};

/** `User-ID`, `userId` and `user_id` alike. */
export const plainColumn = (column: string): string => column.toLowerCase().replace(/[\s_-]/g, '');

/** Tells whether a cell is a name that a header would have. */
export const isKnownName = (cell: string): boolean => {
  const plain = plainColumn(cell.trim().replace(/:\w+$/, ''));
  return plain in LISTS || Object.values(NAMES).some((lists) => lists.some((list) => list.includes(plain)));
};

export interface NamedColumns {
  file: string;
  /** '' for a column without a name. */
  columns: readonly string[];
  /** Whether the file names its columns. */
  named: boolean;
}

/** Columns that hold lists, with the kind of what is in them. */
export const listColumns = ({ columns }: NamedColumns): { place: number; column: string; kind: string }[] =>
  columns.flatMap((column, place) => {
    const kind = LISTS[plainColumn(column)];
    return kind === undefined ? [] : [{ place, column, kind }];
  });

/**
 * The place of the column for a role, from 0; undefined where the file has none of the usual names.
 *
 * @param given the column that was asked for: its name, or its number from 1
 * @param first a name that counts before the usual ones
 * @throws DataError `unknown-column` when it is not there, `ambiguous-column` when it could be two
 */
export function findColumn(
  table: NamedColumns,
  role: Role,
  given?: string,
  first?: string,
): number | undefined {
  if (given !== undefined) return chosenColumn(table, given, OPTIONS[role]);
  for (const names of [first === undefined ? [] : [plainColumn(first)], ...NAMES[role]]) {
    const found = placesWhere(table, (column) => names.includes(plainColumn(column)));
    if (found.length > 1) throw ambiguous(table, role, found);
    if (found[0] !== undefined) return found[0];
  }
  return undefined;
}

/** Finds a column as `findColumn` does, and throws where it is not there. */
export function requireRole(table: NamedColumns, role: Role, given?: string, first?: string): number {
  const found = findColumn(table, role, given, first);
  if (found !== undefined) return found;
  throw unknownColumn(table, role, OPTIONS[role]);
}

/** The place of the one column of this name or, from 1, number. */
export function chosenColumn(table: NamedColumns, given: string, option: string): number {
  const exact = placesWhere(table, (column) => column === given);
  const found = exact.length > 0 ? exact : placesWhere(table, (column) => column !== '' && plainColumn(column) === plainColumn(given)); // prettier-ignore
  if (found.length > 1) throw ambiguous(table, given, found, option);
  if (found[0] !== undefined) return found[0];
  const number = /^\d+$/.test(given) ? Number(given) : 0;
  if (number >= 1 && number <= table.columns.length) return number - 1;
  throw table.named ? unknownColumn(table, given, option) : unnamed(table, given, option);
}

const placesWhere = ({ columns }: NamedColumns, test: (column: string) => boolean): number[] =>
  Array.from(columns.keys()).filter((place) => test(at(columns, place)));

const list = (columns: readonly string[]): string => columns.map((column) => `"${column}"`).join(', ');

const unknownColumn = ({ file, columns, named }: NamedColumns, wanted: string, option: string): DataError =>
  new DataError('unknown-column', {
    file,
    problem: `has no column "${wanted}"`,
    expected: named
      ? `one of ${list(columns.filter((column) => column !== ''))}`
      : 'a header that names columns',
    advice: `Name the right one with ${option}, or put a header on top if its first line is none`,
  });

const unnamed = ({ file, columns }: NamedColumns, given: string, option: string): DataError =>
  new DataError('invalid-option', {
    file,
    problem: `has no column names, so none is called "${given}"`,
    expected: `the number of one of its ${columns.length} columns, counted from 1`,
    advice: `Say for example ${option} 1, or put a header on top`,
  });

function ambiguous(
  { file, columns }: NamedColumns,
  what: string,
  found: readonly number[],
  option?: string,
): DataError {
  const places = found.map((place) => `"${at(columns, place)}" (column ${place + 1})`).join(' and ');
  const how = option ?? (what in OPTIONS ? OPTIONS[what as Role] : '');
  return new DataError('ambiguous-column', {
    file,
    problem: `has ${found.length} columns that could be the ${what}: ${places}`,
    expected: 'one',
    advice: how.startsWith('--')
      ? `Choose with ${how} and a name, or a number counted from 1 (${how} ${at(found, 0) + 1})`
      : 'Rename or remove one of them',
  });
}
