// Which files beside the interactions say something about the items, and are read with them.
import { at } from '@trimtab/shared/look-up.ts';
import { basename, join } from 'node:path';
import { DataError } from '../errors.ts';
import type { ItemDescription } from '../tables/item-descriptions.ts';
import type { Database } from '../tables/duckdb.ts';
import type { Layout } from '../tables/part.ts';
import { plainName } from '../tables/unpack-file.ts';
import type { Form, FormKind } from './detect.ts';
import { readItems, type DescribedItems, type ItemsOptions } from './items.ts';
import { addTags } from './tags.ts';
import { findFile, visibleFiles } from './visible-files.ts';

/** Names of files that describe items, those of one line being one choice; a form's own come first. */
const NAMES: readonly RegExp[] = [
  /^items?\.(csv|tsv|tab|parquet|pq|ndjson|jsonl|json)$/i,
  /^(movies\.(dat|csv|tsv|parquet)|u\.item)$/i,
  /^books\.(csv|tsv|parquet)$/i,
];

/**
 * The file that describes the items of a form: the one that was asked for, RecBole's of the same name, or one whose name says so.
 *
 * @throws DataError `ambiguous-source` where two could be meant
 */
export async function itemsFileOf({ folder, files, kind }: Form, asked?: string): Promise<string | null> {
  if (asked !== undefined) return asked;
  const names = await visibleFiles(folder);
  const own = /^(.*?)([._-](train|valid|test|val|dev|part)\w*)?\.inter$/i.exec(
    plainName(basename(at(files, 0))),
  )?.[1];
  const atomic = names.find(
    (name) => own !== undefined && plainName(name).toLowerCase() === `${own}.item`.toLowerCase(),
  );
  if (atomic !== undefined) return join(folder, atomic);
  const movies = kind === 'movielens' || kind === 'sasrec';
  const order = movies ? [NAMES[1], NAMES[0], NAMES[2]] : NAMES;
  const found = order.flatMap((pattern) => names.filter((name) => pattern?.test(plainName(name)) === true));
  if (found.length > 1) throw ambiguous(folder, found);
  return found[0] === undefined ? null : join(folder, found[0]);
}

/** Files beside those of interactions that are read with them, of forms that have any. */
const READ_WITH: ReadonlyMap<FormKind, readonly string[]> = new Map([
  ['sasrec', ['sas_to_original_items.txt', 'sas_to_original_users.txt', 'interactions.csv']],
  ['music4all', ['id_information.csv', 'id_metadata.csv', 'id_genres.csv', 'id_tags.csv']],
]);

const TAGS = ['tags.csv', 'tags.dat', 'tag_names.dat'];

/** Every file that is read beside those of interactions. */
export async function filesBeside(form: Form, asked?: string): Promise<string[]> {
  const songs = form.kind === 'music4all';
  const items = songs ? null : await itemsFileOf(form, asked);
  const names = [...(READ_WITH.get(form.kind) ?? []), ...(songs ? [] : TAGS)];
  const found = await Promise.all(names.map((name) => findFile(form.folder, name)));
  return [...(items === null ? [] : [items]), ...found.filter((file) => file !== null)];
}

const ambiguous = (folder: string, found: readonly string[]): DataError =>
  new DataError('ambiguous-source', {
    file: folder,
    problem: `holds ${found.length} files that could describe the items: ${found.join(', ')}`,
    expected: 'one',
    advice: `Choose with --items ${join(folder, at(found, 0))}`,
  });

export interface Described extends DescribedItems {
  itemsFile: string | undefined;
}

/** Titles, attributes and tags of whichever files lie beside the interactions; none at all is an empty map. */
export async function describeBeside(
  db: Database,
  form: Form,
  { items, ...options }: ItemsOptions & { items?: string | undefined },
): Promise<Described> {
  const file = await itemsFileOf(form, items);
  const { descriptions, notes } =
    file === null ? nothing() : await readItems(db, file, { ...options, ...layoutOf(file) });
  await addTags(db, form.folder, descriptions);
  return {
    descriptions,
    notes: file === null ? [] : [itemsNote(file, descriptions.size, notes)],
    itemsFile: file ?? undefined,
  };
}

const nothing = (): DescribedItems => ({ descriptions: new Map<string, ItemDescription>(), notes: [] });

const itemsNote = (file: string, count: number, notes: readonly string[]): string =>
  [`items of ${basename(file)}: ${count}`, ...notes].join(', ');

/** u.item has a column of 0 or 1 for each genre, in the order of u.genre. */
const FLAGS = (
  "unknown|Action|Adventure|Animation|Children's|Comedy|Crime|Documentary|Drama|Fantasy|Film-Noir|Horror|Musical|" +
  'Mystery|Romance|Sci-Fi|Thriller|War|Western'
).split('|');

/** Layouts of GroupLens' files that have no header. */
function layoutOf(file: string): { layout?: Layout; lists?: Record<string, string> } {
  const name = plainName(basename(file)).toLowerCase();
  if (name === 'movies.dat') return { layout: { delimiter: '::', columns: ['movieId', 'title', 'genres'] } };
  if (name !== 'u.item') return {};
  const columns = ['movieId', 'title', 'released', 'video', 'address', ...FLAGS.map((_, n) => `flag${n}`)];
  const marked = FLAGS.map((genre, n) => `CASE c${n + 5} WHEN '1' THEN '${genre.replaceAll("'", "''")}' END`);
  return { layout: { delimiter: '|', columns }, lists: { genre: `concat_ws('|', ${marked.join(', ')})` } };
}
