// RecBole's atomic files: tab-separated, with `name:type` headers; .inter for interactions and .item for items.
import { findFile, type Form } from './detect.ts';
import { name, type Database } from '../tables/duckdb.ts';
import { DataError } from '../errors.ts';
import { duplicateItem } from './movielens.ts';
import { loadInteractions, RAW_K_CORE, type LoadedSource } from '../tables/interactions.ts';
import { describeFilm, type ItemDescription } from '../tables/item-descriptions.ts';
import { createTable, numberedRows, type DelimitedFile } from '../tables/table.ts';
import { firstLine } from '../tables/text-file.ts';

const GENRES = /^(class|genres?|categor(y|ies))$/;
const TITLE = /^(movie_|item_)?(title|name)$/;
const YEAR = /^(release_)?year$/;

export async function loadRecBole(db: Database, { file, folder }: Form): Promise<LoadedSource> {
  const source = await openAtomic(file);
  const has = (column: string): string | undefined => (source.columns.includes(column) ? column : undefined);
  await loadInteractions(db, source, {
    user: requireField(source, 'user_id'),
    item: requireField(source, 'item_id'),
    rating: has('rating'),
    time: has('timestamp'),
  });
  const base = file.replace(/^.*[\\/]/, '').replace(/\.inter(\.gz)?$/, '');
  const items = await findFile(folder, `${base}.item`);
  const descriptions = items === null ? new Map<string, ItemDescription>() : await readItems(db, items);
  return { file, order: has('timestamp') === undefined ? 'row' : 'time', kCore: RAW_K_CORE, descriptions };
}

/** Columns under their plain names; types are what the readers expect of those names. */
async function openAtomic(file: string): Promise<DelimitedFile> {
  const columns = (await firstLine(file)).split('\t').map((field) => field.replace(/:\w+\s*$/, '').trim());
  return {
    form: 'delimited',
    file,
    delimiter: '\t',
    header: true,
    columns,
    quoted: false,
    encoding: 'utf-8',
  };
}

function requireField({ file, columns }: DelimitedFile, field: string): string {
  if (columns.includes(field)) return field;
  throw new DataError('unknown-column', {
    file,
    problem: `has no column "${field}"`,
    expected: `a header such as user_id:token, item_id:token, timestamp:float; it has ${columns.join(', ')}`,
    advice: 'Correct the header line',
  });
}

async function readItems(db: Database, file: string): Promise<Map<string, ItemDescription>> {
  const source = await openAtomic(file);
  const column = (pattern: RegExp): string => {
    const found = source.columns.find((candidate) => pattern.test(candidate));
    return found === undefined ? 'NULL' : name(found);
  };
  const id = name(requireField(source, 'item_id'));
  const selection = { id, title: column(TITLE), year: column(YEAR), genres: column(GENRES) };
  await createTable(db, 'items', source, selection);
  const descriptions = new Map<string, ItemDescription>();
  for (const item of await numberedRows(db, 'items')) {
    const key = String(item['id']);
    if (descriptions.has(key)) throw duplicateItem(file, Number(item['row']) + 1, key);
    const genres = String(item['genres'] ?? '').split(' '); // a token_seq
    const year = item['year'] === null ? undefined : String(item['year']);
    descriptions.set(key, describeFilm(String(item['title'] ?? key), genres, year));
  }
  return descriptions;
}
