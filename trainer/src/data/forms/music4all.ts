// Music4All: listening events with repeats, and songs with genres and tags, in tab-separated files named .csv.
import { join } from 'node:path';
import { findFile, type Form } from './detect.ts';
import type { Database } from '../tables/duckdb.ts';
import { duplicateItem } from './movielens.ts';
import { loadInteractions, RAW_K_CORE, type LoadedSource } from '../tables/interactions.ts';
import { describeFilm, type ItemDescription } from '../tables/item-descriptions.ts';
import { createTable, numberedRows, requireColumn, type DelimitedFile } from '../tables/table.ts';
import { firstLine } from '../tables/text-file.ts';

/** Times are of the minute, such as 2019-02-17 21:23; people come back to songs, and often at once. */
export async function loadMusic4All(db: Database, { file, folder }: Form): Promise<LoadedSource> {
  const events = await openTabbed(file);
  await loadInteractions(db, events, {
    user: requireColumn(events, 'user', 'a header line'),
    item: requireColumn(events, 'song', 'a header line'),
    time: requireColumn(events, 'timestamp', 'a header line'),
  });
  const descriptions = await readSongs(db, folder);
  await addReleases(db, folder, descriptions);
  await addLists(db, folder, descriptions, 'genre');
  await addLists(db, folder, descriptions, 'tag');
  return { file, order: 'time', kCore: RAW_K_CORE, descriptions, repeats: true };
}

async function openTabbed(file: string): Promise<DelimitedFile> {
  const columns = (await firstLine(file)).split('\t').map((column) => column.trim());
  const shape = { form: 'delimited', delimiter: '\t', header: true, quoted: false } as const;
  return { ...shape, file, columns, encoding: 'utf-8' };
}

type Songs = Map<string, ItemDescription>;

/** `Artist - Song` as the title. */
async function readSongs(db: Database, folder: string): Promise<Songs> {
  const songs: Songs = new Map();
  for (const { row, id, artist, song } of await rowsOf(db, folder, 'id_information', ['artist', 'song'])) {
    const key = String(id);
    if (songs.has(key)) throw duplicateItem(join(folder, 'id_information.csv'), Number(row) + 1, key);
    const names = [artist, song].filter((name) => name !== null);
    songs.set(key, { title: names.join(' - ') || key, attributes: [] });
  }
  return songs;
}

async function addReleases(db: Database, folder: string, songs: Songs): Promise<void> {
  for (const { id, release } of await rowsOf(db, folder, 'id_metadata', ['release'])) {
    const song = songs.get(String(id));
    if (song === undefined) continue;
    const { title, attributes } = describeFilm(song.title, [], String(release ?? '').trim());
    song.title = title;
    song.attributes.push(...attributes);
  }
}

/** Lists separated by commas: the column `genres` of id_genres.csv, `tags` of id_tags.csv. */
async function addLists(db: Database, folder: string, songs: Songs, kind: 'genre' | 'tag'): Promise<void> {
  for (const { id, list } of await rowsOf(db, folder, `id_${kind}s`, [`${kind}s`], 'list')) {
    const labels = String(list ?? '').split(',');
    songs.get(String(id))?.attributes.push(...labels.map((label) => ({ kind, label: label.trim() })));
  }
}

/** Rows of a file that has an id and these columns; none where there is no such file. @param as another name for them */
async function rowsOf(
  db: Database,
  folder: string,
  name: string,
  columns: readonly string[],
  as?: string,
): Promise<Record<string, unknown>[]> {
  const file = await findFile(folder, `${name}.csv`);
  if (file === null) return [];
  const source = await openTabbed(file);
  const selection = ['id', ...columns].map((column) => {
    const wanted = `"${requireColumn(source, column, 'a header line')}"`;
    return [column !== 'id' && as !== undefined ? as : column, wanted];
  });
  await createTable(db, name, source, Object.fromEntries(selection) as Record<string, string>);
  return numberedRows(db, name);
}
