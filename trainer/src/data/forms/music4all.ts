// Music4All: listening events with repeats, and songs with genres and tags, in tab-separated files named .csv.
import type { Database } from '../tables/duckdb.ts';
import { loadInteractions, RAW_K_CORE, type LoadedSource } from '../tables/interactions.ts';
import { describeFilm, type ItemDescription } from '../tables/item-descriptions.ts';
import { parseList } from '../tables/lists.ts';
import { requireRole, chosenColumn } from '../tables/column-names.ts';
import { cell, createTable, numberedRows, openTable, type Rows } from '../tables/table.ts';
import type { Form } from './detect.ts';
import { duplicateItem } from './items.ts';
import { findFile } from './visible-files.ts';

const HEADER = 'a header line';

/** Times are of the minute, such as 2019-02-17 21:23; people come back to songs, and often at once. */
export async function loadMusic4All(db: Database, { files, folder }: Form): Promise<LoadedSource> {
  const events = await openTable(db, files);
  const { timed, notes } = await loadInteractions(db, events, {
    user: requireRole(events, 'user'),
    item: chosenColumn(events, 'song', HEADER),
    time: requireRole(events, 'time'),
  });
  const descriptions = await readSongs(db, folder);
  await addReleases(db, folder, descriptions);
  await addLists(db, folder, descriptions, 'genre');
  await addLists(db, folder, descriptions, 'tag');
  const order = timed ? 'time' : 'row';
  return { file: events.file, order, kCore: RAW_K_CORE, descriptions, notes, repeats: true };
}

type Songs = Map<string, ItemDescription>;

/** `Artist - Song` as the title. */
async function readSongs(db: Database, folder: string): Promise<Songs> {
  const songs: Songs = new Map();
  const { read, rows } = await rowsOf(db, folder, 'id_information', ['artist', 'song']);
  for (const { row, id, artist, song } of read) {
    const key = String(id);
    if (rows !== null && songs.has(key)) throw await duplicateItem(rows, Number(row), key);
    const names = [artist, song].filter((name) => name !== null);
    songs.set(key, { title: names.join(' - ') || key, attributes: [] });
  }
  return songs;
}

async function addReleases(db: Database, folder: string, songs: Songs): Promise<void> {
  const { read } = await rowsOf(db, folder, 'id_metadata', ['release']);
  for (const { id, release } of read) {
    const song = songs.get(String(id));
    if (song === undefined || typeof release !== 'string') continue;
    const { title, attributes } = describeFilm(song.title, [], release.trim());
    song.title = title;
    song.attributes.push(...attributes);
  }
}

/** Lists separated by commas: the column `genres` of id_genres.csv, `tags` of id_tags.csv. */
async function addLists(db: Database, folder: string, songs: Songs, kind: 'genre' | 'tag'): Promise<void> {
  const { read } = await rowsOf(db, folder, `id_${kind}s`, [`${kind}s`]);
  for (const row of read) {
    const list = row[`${kind}s`];
    const labels = typeof list === 'string' ? parseList(list, ',') : [];
    songs.get(String(row['id']))?.attributes.push(...labels.map((label) => ({ kind, label })));
  }
}

interface ReadRows {
  read: Record<string, unknown>[];
  rows: Rows | null;
}

/** Rows of a file that has an id and these columns; none where there is no such file. */
async function rowsOf(
  db: Database,
  folder: string,
  name: string,
  columns: readonly string[],
): Promise<ReadRows> {
  const file = await findFile(folder, `${name}.csv`);
  if (file === null) return { read: [], rows: null };
  const source = await openTable(db, [file]);
  const selection = ['id', ...columns].map((column) => [column, cell(chosenColumn(source, column, HEADER))]);
  const rows = await createTable(db, name, source, Object.fromEntries(selection));
  return { read: await numberedRows(db, name), rows };
}
