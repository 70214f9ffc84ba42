// Any table with named columns: CSV, TSV, Parquet or NDJSON, and an items file with titles and attributes.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Form } from './detect.ts';
import { name, type Database } from '../tables/duckdb.ts';
import { duplicateItem } from './movielens.ts';
import { loadInteractions, RAW_K_CORE, type LoadedSource } from '../tables/interactions.ts';
import { describeFilm, type ItemDescription } from '../tables/item-descriptions.ts';
import {
  badRow,
  createTable,
  numberedRows,
  openTableFile,
  requireColumn,
  type TableFile,
} from '../tables/table.ts';

export interface ColumnOptions {
  /** Names of columns; where they are not given, the usual ones are tried. */
  user?: string | undefined;
  item?: string | undefined;
  time?: string | undefined;
  /** The file that describes items; by default `items.csv`, `.parquet`, … beside the interactions. */
  items?: string | undefined;
}

const USUAL = {
  user: ['user', 'user_id', 'userId'],
  item: ['item', 'item_id', 'itemId', 'movieId'],
  time: ['time', 'timestamp'],
  rating: ['rating'],
  id: ['item', 'item_id', 'itemId', 'movieId', 'id'],
  title: ['title', 'name'],
};

/** Columns of an items file that hold attributes separated by |, and the kind of those that do not say their own. */
const ATTRIBUTE_COLUMNS = { attributes: 'tag', genres: 'genre', genre: 'genre', tags: 'tag' };

export async function loadColumns(db: Database, form: Form, options: ColumnOptions): Promise<LoadedSource> {
  const source = await openTableFile(db, form.file);
  const usual = (names: string[]): string | undefined => names.find((each) => source.columns.includes(each));
  const required = (given: string | undefined, names: string[], option: string): string =>
    requireColumn(source, given ?? usual(names) ?? (names[0] as string), option);
  const time = options.time === undefined ? usual(USUAL.time) : requireColumn(source, options.time, '--time');
  const item = required(options.item, USUAL.item, '--item');
  const rating = usual(USUAL.rating);
  await loadInteractions(db, source, {
    user: required(options.user, USUAL.user, '--user'),
    item,
    rating,
    time,
  });
  const items = options.items ?? (await itemsBeside(form.folder));
  const descriptions = items === null ? new Map<string, ItemDescription>() : await readItems(db, items, item);
  return { file: form.file, order: time === undefined ? 'row' : 'time', kCore: RAW_K_CORE, descriptions };
}

async function itemsBeside(folder: string): Promise<string | null> {
  const found = (await readdir(folder)).find((entry) =>
    /^items\.(csv|tsv|parquet|ndjson|jsonl)(\.gz)?$/.test(entry),
  );
  return found === undefined ? null : join(folder, found);
}

async function readItems(
  db: Database,
  file: string,
  itemColumn: string,
): Promise<Map<string, ItemDescription>> {
  const source = await openTableFile(db, file);
  const usual = (names: string[]): string | undefined => names.find((each) => source.columns.includes(each));
  const id = requireColumn(source, usual([itemColumn, ...USUAL.id]) ?? itemColumn, '--item');
  const title = requireColumn(source, usual(USUAL.title) ?? 'title', 'the column name "title"');
  const listed = Object.entries(ATTRIBUTE_COLUMNS).filter(([column]) => source.columns.includes(column));
  const selection = { id: name(id), title: name(title) };
  await createTable(db, 'items', source, {
    ...selection,
    ...Object.fromEntries(listed.map(([column]) => [`list_${column}`, name(column)])),
    year: source.columns.includes('year') ? 'year' : 'NULL',
  });
  const descriptions = new Map<string, ItemDescription>();
  for (const row of await numberedRows(db, 'items')) {
    const key = row['id'];
    if (typeof key !== 'string' || key === '') throw await badRow(source, Number(row['row']), `an ${id}`);
    if (descriptions.has(key)) throw duplicateItem(file, lineOf(source, Number(row['row'])), key);
    const film = describeFilm(
      String(row['title'] ?? key),
      [],
      row['year'] === null ? undefined : String(row['year']),
    );
    const attributes = listed.flatMap(([column, kind]) =>
      parseList(String(row[`list_${column}`] ?? ''), kind),
    );
    descriptions.set(key, { ...film, attributes: [...film.attributes, ...attributes] });
  }
  return descriptions;
}

/** `genre:Horror|slow` → a genre, and an attribute of the column's own kind. */
function parseList(cell: string, kind: string): { kind: string; label: string }[] {
  return cell
    .split('|')
    .map((word) => /^(?:([\w-]+):)?(.*)$/s.exec(word.trim()))
    .map((match) => ({ kind: match?.[1] ?? kind, label: match?.[2]?.trim() ?? '' }))
    .filter(({ label }) => label !== '');
}

const lineOf = (source: TableFile, row: number): number =>
  row + (source.form === 'delimited' && source.header ? 1 : 0);
