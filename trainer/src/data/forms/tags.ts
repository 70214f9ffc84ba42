// Tags that people gave to films: MovieLens' tags.csv and tags.dat, and HetRec's pairs of movie and tag.
import { findFile } from './detect.ts';
import type { Database } from '../tables/duckdb.ts';
import type { ItemDescription } from '../tables/item-descriptions.ts';
import { createTable, type DelimitedFile } from '../tables/table.ts';
import { encodingOf, firstLine } from '../tables/text-file.ts';

/** Tags that speak of the person and not of the film. */
const PERSONAL =
  /\b(own(ed)?|my|mine|dvds?|vhs|blu-?ray|betamax|clv|bibliothek|netflix|tivo|library|(un)?seen|watch(ed)?|rent(ed|al)?|wishlist|queue|bought|want)\b|\bto see\b|\bcan'?t remember\b/i;

/** Adds each film's distinct tags to its description; films without a description are left out. */
export async function addTags(
  db: Database,
  folder: string,
  descriptions: ReadonlyMap<string, ItemDescription>,
): Promise<void> {
  const csv = await findFile(folder, 'tags.csv');
  const dat = await findFile(folder, 'tags.dat');
  if (csv !== null) await readTags(db, await taggings(csv, ',', true), descriptions);
  else if (dat !== null && (await firstLine(dat)).includes('::')) {
    await readTags(db, await taggings(dat, '::', false), descriptions);
  } else if (dat !== null) await readHetRec(db, folder, dat, descriptions);
}

async function taggings(file: string, delimiter: string, csv: boolean): Promise<DelimitedFile> {
  const columns = ['userId', 'movieId', 'tag', 'timestamp'];
  const encoding = await encodingOf(file);
  return { form: 'delimited', file, delimiter, header: csv, columns, quoted: csv, encoding };
}

async function readTags(
  db: Database,
  source: DelimitedFile,
  descriptions: ReadonlyMap<string, ItemDescription>,
): Promise<void> {
  await createTable(db, 'tags', source, { item: '"movieId"', tag: 'trim(lower(tag))' });
  await describe(db, descriptions);
}

/** HetRec 2011: `movie|tag` beside `tag|name`. */
async function readHetRec(
  db: Database,
  folder: string,
  pairs: string,
  descriptions: ReadonlyMap<string, ItemDescription>,
): Promise<void> {
  const names = await findFile(folder, 'tag_names.dat');
  if (names === null) return;
  const shape = { form: 'delimited', delimiter: '|', header: false, quoted: false } as const;
  const encoding = await encodingOf(names);
  await createTable(
    db,
    'pairs',
    { ...shape, file: pairs, columns: ['item', 'tag'], encoding: 'utf-8' },
    { item: 'item', tag: 'tag' },
  );
  await createTable(
    db,
    'names',
    { ...shape, file: names, columns: ['tag', 'name'], encoding },
    { tag: 'tag', name: 'trim(lower(name))' },
  );
  await db.run('CREATE OR REPLACE TABLE tags AS SELECT item, name AS tag FROM pairs JOIN names USING (tag)');
  await describe(db, descriptions);
}

async function describe(db: Database, descriptions: ReadonlyMap<string, ItemDescription>): Promise<void> {
  const pairs = await db.rows('SELECT DISTINCT item, tag FROM tags WHERE tag IS NOT NULL ORDER BY item, tag');
  for (const { item, tag } of pairs) {
    const label = String(tag);
    if (!PERSONAL.test(label)) descriptions.get(String(item))?.attributes.push({ kind: 'tag', label });
  }
}
