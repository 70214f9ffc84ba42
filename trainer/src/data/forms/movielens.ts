// GroupLens' own files, from ML-100K to ML-32M: ratings, titles with years, genres, and tags.
import { basename } from 'node:path';
import { findFile, type Form } from './detect.ts';
import type { Database } from '../tables/duckdb.ts';
import { DataError } from '../errors.ts';
import { loadInteractions, RAW_K_CORE, type LoadedSource } from '../tables/interactions.ts';
import { describeFilm, type ItemDescription, type ItemDescriptions } from '../tables/item-descriptions.ts';
import { createTable, numberedRows, type DelimitedFile, type Selection } from '../tables/table.ts';
import { addTags } from './tags.ts';
import { encodingOf } from '../tables/text-file.ts';

const COLUMNS = ['userId', 'movieId', 'rating', 'timestamp'];

export async function loadMovieLens(db: Database, { file, folder }: Form): Promise<LoadedSource> {
  await loadInteractions(db, ratingsFile(file), {
    user: 'userId',
    item: 'movieId',
    rating: 'rating',
    time: 'timestamp',
  });
  return { file, order: 'time', kCore: RAW_K_CORE, descriptions: await describeMovies(db, folder) };
}

function ratingsFile(file: string): DelimitedFile {
  const plain = basename(file).replace(/\.gz$/, '');
  const shape = { form: 'delimited', file, columns: COLUMNS, quoted: false, encoding: 'utf-8' } as const;
  if (plain === 'u.data') return { ...shape, delimiter: '\t', header: false };
  if (plain === 'ratings.dat') return { ...shape, delimiter: '::', header: false };
  return { ...shape, delimiter: ',', header: true };
}

/** Titles, genres and tags of whichever movies file lies in the folder; none at all is an empty map. */
export async function describeMovies(db: Database, folder: string): Promise<ItemDescriptions> {
  const movies = await moviesFile(folder);
  const descriptions = movies === null ? new Map<string, ItemDescription>() : await readMovies(db, movies);
  await addTags(db, folder, descriptions);
  return descriptions;
}

interface MoviesFile {
  source: DelimitedFile;
  selection: Selection;
}

async function moviesFile(folder: string): Promise<MoviesFile | null> {
  const selection = { id: 'id', title: 'title', genres: 'genres' };
  const columns = ['id', 'title', 'genres'];
  const shape = { form: 'delimited', columns } as const;
  const dat = await findFile(folder, 'movies.dat');
  if (dat !== null) {
    const encoding = await encodingOf(dat);
    return {
      source: { ...shape, file: dat, delimiter: '::', header: false, quoted: false, encoding },
      selection,
    };
  }
  const csv = await findFile(folder, 'movies.csv');
  if (csv !== null) {
    const encoding = await encodingOf(csv);
    return {
      source: { ...shape, file: csv, delimiter: ',', header: true, quoted: true, encoding },
      selection,
    };
  }
  const flags = await findFile(folder, 'u.item');
  return flags === null ? null : flaggedMovies(flags);
}

/** u.item has a column of 0 or 1 for each genre, in the order of u.genre. */
const FLAGS = (
  "unknown|Action|Adventure|Animation|Children's|Comedy|Crime|Documentary|Drama|Fantasy|Film-Noir|Horror|Musical|" +
  'Mystery|Romance|Sci-Fi|Thriller|War|Western'
).split('|');

async function flaggedMovies(file: string): Promise<MoviesFile> {
  const columns = ['id', 'title', 'released', 'video', 'address', ...FLAGS.map((_, n) => `flag${n}`)];
  const encoding = await encodingOf(file);
  const marked = FLAGS.map((genre, n) => `CASE flag${n} WHEN '1' THEN '${genre.replaceAll("'", "''")}' END`);
  return {
    source: { form: 'delimited', file, delimiter: '|', header: false, columns, quoted: false, encoding },
    selection: { id: 'id', title: 'title', genres: `concat_ws('|', ${marked.join(', ')})` },
  };
}

async function readMovies(
  db: Database,
  { source, selection }: MoviesFile,
): Promise<Map<string, ItemDescription>> {
  await createTable(db, 'movies', source, selection);
  const descriptions = new Map<string, ItemDescription>();
  for (const { row, id, title, genres } of await numberedRows(db, 'movies')) {
    const key = String(id);
    if (descriptions.has(key)) throw duplicateItem(source.file, Number(row) + (source.header ? 1 : 0), key);
    descriptions.set(key, describeFilm(String(title ?? key).trim(), String(genres ?? '').split('|')));
  }
  return descriptions;
}

export function duplicateItem(file: string, row: number, id: string): DataError {
  return new DataError('duplicate-item', {
    file,
    row,
    problem: `item "${id}" is described a second time`,
    expected: 'one row an item',
    advice: 'Remove one of the two rows',
  });
}
