// Which form a folder or a file of interactions is in, by the names of its files and, where they say little, a line.
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DataError, requirePresent } from '../errors.ts';
import { firstLine } from '../tables/text-file.ts';

export type FormKind = 'sasrec' | 'recbole' | 'movielens' | 'music4all' | 'columns';

export interface Form {
  kind: FormKind;
  /** The file of interactions. */
  file: string;
  /** Its folder, where files about items lie. */
  folder: string;
  name: string;
}

const RATINGS = ['ratings.dat', 'ratings.csv', 'u.data'];
const LISTENING = 'listening_history.csv';
const NO_PAIRS = /^(sas_to_original_|readme|licen[cs]e|terms)/i;
export const TABLE_FILE = /\.(csv|tsv|parquet|ndjson|jsonl)(\.gz)?$/;
const ABOUT_ITEMS = /^(items|movies|tags|links|users)\./;

/** @throws DataError `missing-source` or `unknown-form` */
export async function detectForm(source: string): Promise<Form> {
  const found = await requirePresent(source);
  return found.isDirectory() ? detectFolder(source) : detectFile(source);
}

/** A path in the folder by its plain name, compressed or not; null when there is neither. */
export async function findFile(folder: string, plain: string): Promise<string | null> {
  const names = new Set(await readdir(folder));
  const name = [plain, `${plain}.gz`].find((candidate) => names.has(candidate));
  return name === undefined ? null : join(folder, name);
}

async function detectFolder(folder: string): Promise<Form> {
  const names = (await readdir(folder)).sort();
  const form = (kind: FormKind, file: string): Form => ({
    kind,
    file: join(folder, file),
    folder,
    name: basename(join(folder)),
  });
  for (const name of names.filter((candidate) => /\.txt(\.gz)?$/.test(candidate))) {
    if (await isSasRec(join(folder, name))) return form('sasrec', name);
  }
  const atomic = names.find((name) => /\.inter(\.gz)?$/.test(name));
  if (atomic !== undefined) return form('recbole', atomic);
  const listening = names.find((name) => name.replace(/\.gz$/, '') === LISTENING);
  if (listening !== undefined) return form('music4all', listening);
  const ratings = names.find((name) => RATINGS.includes(name.replace(/\.gz$/, '')));
  if (ratings !== undefined) return form('movielens', ratings);
  const tables = names.filter((name) => TABLE_FILE.test(name) && !ABOUT_ITEMS.test(name));
  if (tables.length === 1 && tables[0] !== undefined) return form('columns', tables[0]);
  throw unknownForm(folder, tables.length > 1 ? `holds ${tables.length} tables: ${tables.join(', ')}` : null);
}

async function detectFile(file: string): Promise<Form> {
  const base = basename(file);
  const plain = base.replace(/\.gz$/, '');
  const form = (kind: FormKind): Form => ({
    kind,
    file,
    folder: dirname(file),
    name: plain.replace(/\.[^.]+$/, ''),
  });
  if (plain.endsWith('.inter')) return form('recbole');
  if (plain === 'ratings.dat' || plain === 'u.data') return form('movielens');
  if (plain === LISTENING) return form('music4all');
  if (plain === 'ratings.csv' && (await firstLine(file)).startsWith('userId,movieId,'))
    return form('movielens');
  if (plain.endsWith('.txt') && (await isSasRec(file))) return form('sasrec');
  if (TABLE_FILE.test(base)) return form('columns');
  throw unknownForm(file, null);
}

/** Two words a line, with one space between them. */
async function isSasRec(file: string): Promise<boolean> {
  return !NO_PAIRS.test(basename(file)) && /^\w+ \w+$/.test(await firstLine(file));
}

function unknownForm(file: string, problem: string | null): DataError {
  return new DataError('unknown-form', {
    file,
    problem: problem ?? 'holds no interactions in a form that is known',
    expected:
      'ratings.dat, ratings.csv or u.data (MovieLens), listening_history.csv (Music4All), a .txt of "user item" lines (SASRec), .inter (RecBole), or one ' +
      '.csv, .tsv, .parquet, .ndjson or .jsonl file, each also as .gz',
    advice: 'Name the file of interactions itself',
  });
}
