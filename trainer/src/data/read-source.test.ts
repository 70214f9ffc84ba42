import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { historyOf, type Dataset } from './dataset.ts';
import { text, withDatabase } from './tables/duckdb.ts';
import { readSource } from './read-source.ts';

let folder = '';
beforeEach(async () => {
  // brackets and a quote, which must not be read as patterns or end a string
  folder = join(await mkdtemp(join(tmpdir(), 'trimtab-read-')), "it's [data]");
  await mkdir(folder);
});
afterEach(() => rm(join(folder, '..'), { recursive: true }));

async function files(contents: Record<string, string | Uint8Array>): Promise<string> {
  for (const [name, content] of Object.entries(contents)) await writeFile(join(folder, name), content);
  return folder;
}

const latin1 = (words: string): Buffer => Buffer.from(words, 'latin1');

/** User id → external ids of the history. */
const historiesOf = (data: Dataset): Record<string, string[]> =>
  Object.fromEntries(
    data.userIds.map((id, user) => [
      id,
      Array.from(historyOf(data, user), (item) => data.catalogue.ids[item] ?? ''),
    ]),
  );

const attributesOf = (data: Dataset, id: string): string[] => {
  const item = data.catalogue.ids.indexOf(id);
  return (data.catalogue.itemAttributes[item] ?? []).map((a) => data.catalogue.attributes[a]?.id ?? '');
};

/** u.item's 19 flags with one of them set. */
const flags = (on: number): string => Array.from({ length: 19 }, (_, n) => (n === on ? 1 : 0)).join('|');

/** The interactions of the SASRec tests with times, and this third line. */
const timed = (third: string): Uint8Array =>
  gzipSync(`userId,movieId,rating,timestamp\n11,100,5,10\n11,200,,20\n${third}\n22,200,1,5\n22,100,1,6\n`);

describe('MovieLens', () => {
  const movies = latin1(
    '7::Misérables, Les (1995)::Drama|Musical\n8::"Loud" One, The (2001)::(no genres listed)\n',
  );

  it('reads ratings.dat with ISO-8859-1 titles, in order of time and then of row', async () => {
    const source = await files({
      'ratings.dat': '2::8::5::30\n1::8::4::20\n1::7::3::10\n2::9::1::30\n2::7::1::5\n',
      'movies.dat': movies,
    });
    const data = await readSource({ source, kCore: 1 });
    expect(historiesOf(data)).toEqual({ '2': ['7', '8', '9'], '1': ['7', '8'] });
    expect(data.userIds).toEqual(['2', '1']);
    expect(data.catalogue.ids).toEqual(['8', '7', '9']);
    expect(data.catalogue.titles).toEqual(['"Loud" One, The (2001)', 'Misérables, Les (1995)', '9']);
    expect(attributesOf(data, '7')).toEqual(['genre:drama', 'genre:musical', 'era:1990s']);
    expect(attributesOf(data, '8')).toEqual(['era:2000s']);
    expect([...(data.times ?? [])]).toEqual([5, 30, 30, 10, 20]);
    expect(data.historiesShareable).toBe(false);
  });

  it('reads ratings.csv.gz, quoted titles, and drops ratings below the least', async () => {
    const ratings = 'userId,movieId,rating,timestamp\n1,7,3.5,1\n1,8,4.0,2\n1,9,2,3\n';
    const source = await files({
      'ratings.csv.gz': gzipSync(ratings),
      'movies.csv': 'movieId,title,genres\n7,"City, The (1988)",Sci-Fi|Film-Noir\n8,Plain (2000),Drama\n',
    });
    const data = await readSource({ source, kCore: 1, minRating: 3.5 });
    expect(historiesOf(data)).toEqual({ '1': ['7', '8'] });
    expect(data.catalogue.titles[0]).toBe('City, The (1988)');
    expect(attributesOf(data, '7')).toEqual(['genre:film-noir', 'genre:sci-fi', 'era:1980s']);
  });

  it('reads u.data with the flags of u.item, and counts training interactions', async () => {
    const source = await files({
      'u.data': '1\t5\t3\t10\n1\t6\t3\t20\n1\t4\t3\t30\n',
      'u.item': latin1(`5|Café (1994)|01-Jan-1994||http://x|${flags(4)}\n6|B (1980)|||y|${flags(0)}\n`),
    });
    const data = await readSource({ source, kCore: 1 });
    expect(attributesOf(data, '5')).toEqual(['genre:childrens', 'era:1990s']);
    expect(attributesOf(data, '6')).toEqual(['era:1980s']);
    expect(data.catalogue.titles[0]).toBe('Café (1994)');
    expect(data.catalogue.counts).toEqual([1, 0, 0]);
  });

  it('keeps users and items with five interactions each from raw ratings', async () => {
    const rows = [1, 2, 3, 4, 5].flatMap((user) =>
      [1, 2, 3, 4, 5].map((item) => `${user}\t${item}\t1\t${item}`),
    );
    const source = await files({ 'u.data': `${[...rows, '6\t1\t1\t1', '1\t6\t1\t9'].join('\n')}\n` });
    const data = await readSource({ source });
    expect([data.userIds.length, data.catalogue.ids.length, data.items.length]).toEqual([5, 5, 25]);
  });

  it('takes tags that thirty films share, and none that speak of their owner', async () => {
    const ids = Array.from({ length: 30 }, (_, n) => n + 1);
    const tags = ids.flatMap((id) => [`1,${id},Time Travel,0`, `2,${id},time travel,0`, `1,${id},my DVDs,0`]);
    const source = await files({
      'ratings.csv': `userId,movieId,rating,timestamp\n${ids.map((id) => `1,${id},3,${id}`).join('\n')}\n`,
      'movies.csv': `movieId,title,genres\n${ids.map((id) => `${id},Film ${id},Drama`).join('\n')}\n`,
      'tags.csv': `userId,movieId,tag,timestamp\n${tags.join('\n')}\n1,1,rare,0\n`,
    });
    const data = await readSource({ source, kCore: 1 });
    expect(data.catalogue.attributes.map(({ id }) => id)).toEqual(['genre:drama', 'tag:time-travel']);
  });
});

describe('SASRec text', () => {
  const pairs = { 'ml.txt': '1 1\n1 2\n1 3\n2 2\n2 1\n' };
  const maps = {
    'sas_to_original_items.txt': '1 100\n2 200\n3 300\n',
    'sas_to_original_users.txt': '1 11\n2 22\n',
    'movies.dat': '200::B (1999)::Drama\n',
  };

  it('keeps the order of the file and its own ids', async () => {
    const data = await readSource({ source: await files(pairs) });
    expect(historiesOf(data)).toEqual({ '1': ['1', '2', '3'], '2': ['2', '1'] });
    expect(data.times).toBeNull();
  });

  it('is preferred over the ratings beside it, and maps ids back', async () => {
    const source = await files({
      ...pairs,
      ...maps,
      'ratings.dat': '1::1::1::1\n',
      'README.txt': 'Read this\n',
    });
    const data = await readSource({ source });
    expect(historiesOf(data)).toEqual({ '11': ['100', '200', '300'], '22': ['200', '100'] });
    expect(data.catalogue.titles).toEqual(['100', 'B (1999)', '300']);
  });

  it('borrows times from a table of the same rows, and only then', async () => {
    const same = await files({ ...pairs, ...maps, 'interactions.csv.gz': timed('11,300,4,20') });
    expect([...((await readSource({ source: same })).times ?? [])]).toEqual([10, 20, 20, 5, 6]);
    const other = await files({ 'interactions.csv.gz': timed('11,100,4,20') });
    expect((await readSource({ source: other })).times).toBeNull();
  });

  it('refuses a map that lacks an id', async () => {
    const source = await files({ ...pairs, 'sas_to_original_items.txt': '1 100\n2 200\n' });
    await expect(readSource({ source })).rejects.toThrow(/has no line for item 3/);
  });
});

describe('RecBole atomic files', () => {
  it('reads typed headers, years and space-separated genres', async () => {
    const source = await files({
      'x.inter': 'user_id:token\titem_id:token\trating:float\ttimestamp:float\na\ti\t3\t2.5\na\tj\t3\t1.5\n',
      'x.item':
        'item_id:token\tmovie_title:token_seq\trelease_year:token\tclass:token_seq\ni\tToy "Box"\t1995\tDrama War\n',
    });
    const data = await readSource({ source, kCore: 1 });
    expect(historiesOf(data)).toEqual({ a: ['j', 'i'] });
    expect(data.catalogue.titles[0]).toBe('Toy "Box" (1995)');
    expect(attributesOf(data, 'i')).toEqual(['genre:drama', 'genre:war', 'era:1990s']);
  });
});

describe('named columns', () => {
  const iso = '2020-01-01T02:00:00+02:00'; // 1,577,836,800 s

  it('reads CSV with columns by name, ISO times and an items file', async () => {
    await files({
      'log.csv': `when;who;what\n${iso};"u;1";b\n1970-01-01 00:00:10;"u;1";a\n`,
      'items.csv': 'id,title,attributes,year\na,First,genre:Slow Burn|quiet,1999\nb,"Second",mood:Dark,\n',
    });
    const source = join(folder, 'log.csv');
    const data = await readSource({ source, user: 'who', item: 'what', time: 'when', kCore: 1 });
    expect(historiesOf(data)).toEqual({ 'u;1': ['a', 'b'] });
    expect([...(data.times ?? [])]).toEqual([10, 1_577_836_800]);
    expect(data.catalogue.titles).toEqual(['Second', 'First (1999)']);
    expect(attributesOf(data, 'a')).toEqual(['genre:slow-burn', 'era:1990s']);
    expect(attributesOf(data, 'b')).toEqual(['mood:dark']);
  });

  it('takes an empty rating for none, which no least rating lets through', async () => {
    const source = await files({ 'log.csv': 'user,item,rating,time\nu,a,,1\nu,b,4,2\nu,c,,3\nu,d,2,4\n' });
    expect(historiesOf(await readSource({ source, kCore: 1 }))).toEqual({ u: ['a', 'b', 'c', 'd'] });
    expect(historiesOf(await readSource({ source, kCore: 1, minRating: 3 }))).toEqual({ u: ['b'] });
  });

  it('reads NDJSON, numbers as ids and milliseconds as seconds', async () => {
    const source = await files({
      'log.ndjson': '{"user":1,"item":20,"time":1600000002000}\n{"user":1,"item":10,"time":1600000001500}\n',
    });
    const data = await readSource({ source, kCore: 1 });
    expect(historiesOf(data)).toEqual({ '1': ['10', '20'] });
    expect([...(data.times ?? [])]).toEqual([1_600_000_001.5, 1_600_000_002]);
  });

  it('reads Parquet, and keeps the order of rows where there are no times', async () => {
    const file = join(folder, 'log.parquet');
    await withDatabase((db) =>
      db.run(
        `COPY (SELECT * FROM (VALUES ('u', 'b'), ('u', 'a'), ('u', 'a')) t(user_id, item_id))
         TO ${text(file)}`,
      ),
    );
    const data = await readSource({ source: file, kCore: 1 });
    expect(historiesOf(data)).toEqual({ u: ['b', 'a'] }); // the repeat is dropped
    expect(data.times).toBeNull();
    expect(data.name).toBe('log');
  });
});
