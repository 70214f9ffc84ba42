// Any table of interactions: columns by the names of its header, whatever their order, or by their shape where it has none.
import { at } from '@trimtab/shared/look-up.ts';
import { basename } from 'node:path';
import { DataError } from '../errors.ts';
import { findColumn, requireRole } from '../tables/column-names.ts';
import type { Database } from '../tables/duckdb.ts';
import {
  loadInteractions,
  RAW_K_CORE,
  type InteractionColumns,
  type LoadedSource,
} from '../tables/interactions.ts';
import type { Layout } from '../tables/part.ts';
import { looksLikeSequences, placesOf } from '../tables/places.ts';
import { openTable, type Table } from '../tables/table.ts';
import { plainName } from '../tables/unpack-file.ts';
import { describeBeside } from './companions.ts';
import type { Form } from './detect.ts';
import type { Separators } from './items.ts';

export interface ColumnOptions {
  /** Columns by their names, or by their numbers from 1; where they are not given, the usual names are tried. */
  user?: string | undefined;
  item?: string | undefined;
  /** `none` leaves times unread, so that the order of rows counts. */
  time?: string | undefined;
  /** The file that describes items; by default one beside the interactions whose name says so. */
  items?: string | undefined;
  /** How lists of attributes are separated, by column; by default as their cells show. */
  separators?: Separators | undefined;
  /** Interactions rated lower are dropped: only then are ratings read. */
  minRating?: number | undefined;
}

export async function loadColumns(db: Database, form: Form, options: ColumnOptions): Promise<LoadedSource> {
  const source = await openTable(db, form.files, layoutOf(form));
  const columns = columnsOf(source, options, form);
  const rating = options.minRating === undefined ? undefined : requireRating(source, columns.rating);
  const { timed, notes } = await loadInteractions(db, source, { ...columns, rating });
  const item = source.named ? source.columns[columns.item] : undefined;
  const { items, separators } = options;
  const described = await describeBeside(db, form, { items, separators, item });
  return {
    file: source.file,
    order: timed ? 'time' : 'row',
    kCore: RAW_K_CORE,
    ...described,
    notes: [readNote(form, source, columns), ...notes, ...described.notes],
    repeats: form.kind === 'music4all',
  };
}

/** GroupLens' files without a header, whose names say what is in them. */
function layoutOf({ kind, files: [file = ''] }: Form): Layout | undefined {
  const name = plainName(basename(file)).toLowerCase();
  const columns = ['userId', 'movieId', 'rating', 'timestamp'];
  if (kind !== 'movielens' || name === 'ratings.csv') return undefined;
  return { delimiter: name === 'u.data' ? '\t' : '::', columns };
}

function columnsOf(source: Table, options: ColumnOptions, form: Form): InteractionColumns {
  refuseSequences(source);
  refuseContradiction(source, form);
  const given = [options.user, options.item, options.time].some((option) => option !== undefined);
  if (!source.named && !given) return shapedColumns(source);
  const time =
    options.time === 'none' && !source.columns.includes('none')
      ? undefined
      : findColumn(source, 'time', options.time);
  const user = requireRole(source, 'user', options.user);
  const item = requireRole(source, 'item', options.item);
  if (user === item || time === user || time === item) throw oneForTwo(source, user === item ? user : time);
  return { user, item, time, rating: findRating(source) };
}

const oneForTwo = (source: Table, place: number | undefined): DataError =>
  new DataError('invalid-option', {
    file: source.file,
    problem: `${named(source, place) ?? 'a column'} cannot be two things at once`,
    expected: 'a column each for user, item and time',
    advice: 'Choose others with --user, --item and --time',
  });

/** Two columns that could be ratings are no doubt as long as nobody asks for ratings. */
function findRating(source: Table): number | undefined {
  try {
    return findColumn(source, 'rating');
  } catch {
    return undefined;
  }
}

function requireRating(source: Table, found: number | undefined): number {
  if (found !== undefined) return found;
  const again = source.named ? findColumn(source, 'rating') : undefined; // says which two could be meant
  if (again !== undefined) return again;
  throw new DataError('unknown-column', {
    file: source.file,
    problem: 'has no ratings, so a minimum rating cannot be asked for',
    expected: 'a column "rating"',
    advice: 'Leave the minimum rating away',
  });
}

function shapedColumns({ file, sample, columns }: Table): InteractionColumns {
  const places = placesOf(sample);
  if (places !== null && isText(file) && looksLikeSequences(sample)) throw sequencesOrRatings(file, sample);
  if (places !== null) return places;
  throw new DataError('unknown-column', {
    file,
    problem: `names no columns, and its first row does not show what they are: ${JSON.stringify(sample.slice(0, 1).flat().join(' '))}`,
    expected: `user, item, perhaps rating and time, in ${columns.length} columns`,
    advice:
      'Say which is which by number (--user 1 --item 2 --time 4), or put a header on top (user,item,rating,time)',
  });
}

const isText = (file: string): boolean => /\.txt$/i.test(plainName(file));

const sequencesOrRatings = (file: string, sample: Table['sample']): DataError =>
  new DataError('ambiguous-column', {
    file,
    problem: `may hold a user, an item and a rating in each row, or a user and its items: ${JSON.stringify(sample.slice(0, 1).flat().join(' '))}`,
    expected: 'a header, or rows that show which',
    advice:
      'Say --user 1 --item 2 if the third is a rating; else write a line for each item, with the user first',
  });

/** RecBole's augmented sequences name one item a row and the ones before it in a list: the first would be lost. */
function refuseSequences({ file, columns }: Table): void {
  const list = columns.find((column) => /^item_?id_?list$/i.test(column));
  if (list === undefined) return;
  throw new DataError('unknown-form', {
    file,
    problem: `holds a sequence in each row ("${list}")`,
    expected: 'an interaction a row, as in the files before augmentation',
    advice: 'Name the .inter file that this was made from',
  });
}

/** A file without a header whose name says rating, time, and whose rows say time, rating. */
function refuseContradiction({ file, sample, columns }: Table, { kind }: Form): void {
  const places = kind === 'movielens' && columns[2] === 'rating' ? placesOf(sample) : null;
  if (places?.time !== 2) return;
  throw new DataError('ambiguous-column', {
    file,
    problem: 'has numbers that look like times in the column of ratings, and like ratings in that of times',
    expected: 'user, item, rating, time',
    advice: 'Put a header on top that names the columns',
  });
}

const named = ({ columns, named: has }: Table, place: number | undefined): string | undefined =>
  place === undefined ? undefined : has ? `"${at(columns, place)}"` : `column ${place + 1}`;

function readNote({ files }: Form, source: Table, { user, item, time }: InteractionColumns): string {
  const parts = [`user ${named(source, user)}`, `item ${named(source, item)}`];
  if (time !== undefined) parts.push(`time ${named(source, time)}`);
  const encoding = source.parts[0]?.encoding;
  if (encoding !== null && encoding !== undefined && encoding !== 'utf-8') parts.push(`in ${encoding}`);
  return `${basename(at(files, 0))}: ${parts.join(', ')}`;
}
