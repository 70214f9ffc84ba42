// Invented rows in the layout of Music4All's files: tab-separated, whatever their names say.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { historyOf, type Dataset } from '../dataset.ts';
import { readSource } from '../read-source.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trimtab-music4all-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function files(contents: Record<string, string | Uint8Array>): Promise<string> {
  for (const [name, content] of Object.entries(contents)) await writeFile(join(folder, name), content);
  return folder;
}

/** User id → songs of the history. */
const historiesOf = (data: Dataset): Record<string, string[]> =>
  Object.fromEntries(
    data.userIds.map((id, user) => [
      id,
      Array.from(historyOf(data, user), (item) => data.catalogue.ids[item] ?? ''),
    ]),
  );

const attributesOf = ({ catalogue }: Dataset, id: string): string[] => {
  const attributes = catalogue.itemAttributes[catalogue.ids.indexOf(id)] ?? [];
  return attributes.map((attribute) => catalogue.attributes[attribute]?.id ?? '');
};

const tabbed = (...rows: string[][]): string => rows.map((row) => `${row.join('\t')}\n`).join('');

describe('Music4All', () => {
  const events = tabbed(
    ['user', 'song', 'timestamp'],
    ['user_a', 'S1', '2019-02-17 21:23'],
    ['user_a', 'S1', '2019-02-17 21:27'],
    ['user_a', 'S2', '2019-02-17 20:00'],
    ['user_b', 'S2', '2019-02-18 08:00'],
  );
  const about = {
    'id_information.csv': tabbed(
      ['id', 'artist', 'song', 'album_name'],
      ['S1', 'The "Quiet" Ones', 'Low, Tide', 'Sea'],
      ['S2', 'B', 'Rain', 'Weather'],
    ),
    'id_genres.csv': tabbed(['id', 'genres'], ['S1', 'indie pop,dream pop'], ['S2', 'rock']),
    'id_tags.csv': tabbed(['id', 'tags'], ['S1', 'sad'], ['S2', 'sad,loud']),
    'id_metadata.csv': tabbed(
      ['id', 'spotify_id', 'popularity', 'release', 'danceability'],
      ['S1', 'x', '50.0', '1994', '0.5'],
    ),
  };

  it('reads events in order of time, with repeats, and what is known of songs', async () => {
    const data = await readSource({
      source: await files({ 'listening_history.csv': events, ...about }),
      kCore: 1,
    });
    expect(historiesOf(data)).toEqual({ user_a: ['S2', 'S1', 'S1'], user_b: ['S2'] });
    expect(data.repeats).toBe(true);
    expect(data.times?.[0]).toBe(Date.UTC(2019, 1, 17, 20) / 1000);
    expect(data.catalogue.titles).toEqual(['The "Quiet" Ones - Low, Tide (1994)', 'B - Rain']);
    expect(attributesOf(data, 'S1')).toEqual(['genre:dream-pop', 'genre:indie-pop', 'era:1990s']); // tags: too few songs
  });

  it('needs no more than the events, and drops repeats when told to', async () => {
    const source = join(
      await files({ 'listening_history.csv.gz': gzipSync(events) }),
      'listening_history.csv.gz',
    );
    const data = await readSource({ source, kCore: 1, repeats: false });
    expect(historiesOf(data)).toEqual({ user_a: ['S2', 'S1'], user_b: ['S2'] });
    expect(data.catalogue.titles).toEqual(['S1', 'S2']);
  });

  it('says which column is missing', async () => {
    const source = await files({ 'listening_history.csv': 'who\tsong\ttimestamp\na\tb\t2020-01-01 10:00\n' });
    await expect(readSource({ source })).rejects.toThrow(/has no column "user"/);
  });
});
