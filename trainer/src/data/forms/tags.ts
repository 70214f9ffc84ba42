// Tags that people gave to films: MovieLens' tags.csv and tags.dat, and HetRec's pairs of movie and tag.
import { findColumn, plainColumn } from '../tables/column-names.ts';
import type { Database } from '../tables/duckdb.ts';
import { writeWholeNumbers } from '../tables/ids.ts';
import type { ItemDescription } from '../tables/item-descriptions.ts';
import type { Layout } from '../tables/part.ts';
import { cell, createTable, openTable } from '../tables/table.ts';
import { findFile } from './visible-files.ts';

/** Tags that speak of the person and not of the film. */
const PERSONAL =
  /\b(own(ed)?|my|mine|dvds?|vhs|blu-?ray|betamax|clv|bibliothek|netflix|tivo|library|(un)?seen|watch(ed)?|rent(ed|al)?|wishlist|queue|bought|want)\b|\bto see\b|\bcan'?t remember\b/i;

/** Adds each film's distinct tags to its description; films without a description are left out. */
export async function addTags(
  db: Database,
  folder: string,
  descriptions: ReadonlyMap<string, ItemDescription>,
): Promise<void> {
  if (descriptions.size === 0) return;
  const csv = await findFile(folder, 'tags.csv');
  const dat = await findFile(folder, 'tags.dat');
  if (csv !== null) await readTags(db, csv, descriptions);
  else if (dat !== null) await readTags(db, dat, descriptions, await namesOfTags(db, folder));
}

const TAGGINGS: Layout = { delimiter: '::', columns: ['userId', 'movieId', 'tag', 'timestamp'] };
const PAIRS: Layout = { delimiter: '|', columns: ['movieId', 'tag'] };

/** A file in which no column is of items and none of tags says nothing about items, and is left unread. */
async function readTags(
  db: Database,
  file: string,
  descriptions: ReadonlyMap<string, ItemDescription>,
  hasNames = false,
): Promise<void> {
  const isText = /\.dat/i.test(file);
  const layout = !isText ? undefined : hasNames ? PAIRS : TAGGINGS;
  const source = await openTable(db, [file], layout);
  const item = findColumn(source, 'item');
  const tag = source.columns.findIndex((column) => plainColumn(column) === 'tag');
  if (item === undefined || tag < 0) return;
  await createTable(db, 'tags', source, { item: cell(item), tag: `trim(lower(${cell(tag)}))` });
  await writeWholeNumbers(db, 'tags', 'item');
  if (hasNames) {
    await db.run(
      `CREATE OR REPLACE TABLE tags AS SELECT item, name AS tag FROM tags JOIN tag_names USING (tag)`,
    );
  }
  await describe(db, descriptions);
}

/** HetRec 2011: `movie|tag` beside `tag|name`. @returns whether such names lie in the folder */
async function namesOfTags(db: Database, folder: string): Promise<boolean> {
  const file = await findFile(folder, 'tag_names.dat');
  if (file === null) return false;
  const source = await openTable(db, [file], { delimiter: '|', columns: ['tag', 'name'] });
  await createTable(db, 'tag_names', source, { tag: 'c0', name: 'trim(lower(c1))' });
  return true;
}

async function describe(db: Database, descriptions: ReadonlyMap<string, ItemDescription>): Promise<void> {
  const pairs = await db.rows('SELECT DISTINCT item, tag FROM tags WHERE tag IS NOT NULL ORDER BY item, tag');
  for (const { item, tag } of pairs) {
    const label = String(tag);
    if (!PERSONAL.test(label)) descriptions.get(String(item))?.attributes.push({ kind: 'tag', label });
  }
}
