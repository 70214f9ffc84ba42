// Every way in which a source can be wrong: the error's code, file and row, and what it says.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DataError } from './errors.ts';
import { readSource, type ReadOptions } from './read-source.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trimtab-errors-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function errorOf(
  contents: Record<string, string>,
  options: Omit<ReadOptions, 'source'> = {},
): Promise<DataError> {
  for (const [name, content] of Object.entries(contents)) await writeFile(join(folder, name), content);
  const error: unknown = await readSource({ source: folder, ...options }).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DataError)) throw new Error(`expected a DataError, got ${String(error)}`);
  return error;
}

it('names a source that does not exist', async () => {
  const error = await readSource({ source: join(folder, 'absent') }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'missing-source', file: join(folder, 'absent') });
});

it('says which forms it knows when a folder holds none', async () => {
  const error = await errorOf({ 'notes.md': 'hello' });
  expect(error.code).toBe('unknown-form');
  expect(error.message).toMatch(/ratings\.dat.*SASRec.*RecBole/);
});

it('does not guess between two tables', async () => {
  const error = await errorOf({ 'a.csv': 'user,item\nu,i\n', 'b.csv': 'user,item\nu,j\n' });
  expect(error.message).toMatch(/holds 2 tables: a\.csv, b\.csv.*Name the file/);
});

it('lists the columns there are when one is unknown', async () => {
  const error = await errorOf({ 'log.csv': 'user,item\na,b\n' }, { time: 'when' });
  expect(error).toMatchObject({ code: 'unknown-column', file: join(folder, 'log.csv') });
  expect(error.message).toContain(
    'has no column "when"; expected one of "user", "item". Name the right one with --time',
  );
});

it('points at the line whose time makes no sense, blank lines counted', async () => {
  const error = await errorOf({ 'log.csv': 'user,item,time\na,b,1\n\na,c,soon\n' });
  expect(error).toMatchObject({ code: 'unreadable-row', file: join(folder, 'log.csv'), row: 4 });
  expect(error.message).toContain('"a,c,soon"');
});

it.each([
  ['a missing cell', 'user,item,time\na,b,1\na,c\n', 3],
  ['a cell too many', 'user,item,time\na,b,1,2\n', 2],
  ['an empty user', 'user,item,time\na,b,1\n,c,2\n', 3],
  ['a time without end', 'user,item,time\na,b,inf\n', 2],
])('points at the line with %s', async (_, content, row) => {
  expect(await errorOf({ 'log.csv': content })).toMatchObject({ code: 'unreadable-row', row });
});

it('points at the line of ratings.dat that has no rating', async () => {
  const error = await errorOf({ 'ratings.dat': '1::2::3::4\n1::3::x::5\n' }, { minRating: 1 });
  expect(error).toMatchObject({ code: 'unreadable-row', row: 2 });
  expect(error.message).toContain('a number or nothing as "rating"');
});

it('points at the line of NDJSON that is not JSON', async () => {
  const error = await errorOf({ 'log.ndjson': '{"user":"a","item":"b"}\n{"user":\n' });
  expect(error).toMatchObject({ file: join(folder, 'log.ndjson'), code: 'unreadable-row', row: 2 });
});

it('refuses a Parquet file that is none', async () => {
  expect(await errorOf({ 'log.parquet': 'not at all' })).toMatchObject({ code: 'unreadable-file' });
});

it('says when filtering leaves nothing', async () => {
  const error = await errorOf({ 'log.csv': 'user,item\na,b\n' });
  expect(error.code).toBe('empty-result');
  expect(error.message).toMatch(/nothing is left of 1 interactions .* k-core 5/);
});

it('says when a file has no rows at all', async () => {
  expect(await errorOf({ 'log.csv': 'user,item\n' })).toMatchObject({ code: 'empty-result' });
});

it.each([
  ['movies.csv', 'movieId,title,genres\n7,A,Drama\n7,B,Drama\n', 3],
  ['movies.dat', '7::A::Drama\n7::B::Drama\n', 2],
])('points at the second description of an item in %s', async (name, content, row) => {
  const error = await errorOf({
    'ratings.csv': 'userId,movieId,rating,timestamp\n1,7,3,1\n',
    [name]: content,
  });
  expect(error).toMatchObject({ code: 'duplicate-item', file: join(folder, name), row });
  expect(error.message).toContain('item "7"');
});

it('refuses duplicate ids in an items file', async () => {
  const error = await errorOf({ 'log.csv': 'user,item\na,b\n', 'items.csv': 'item,title\nb,B\nb,C\n' });
  expect(error).toMatchObject({ code: 'duplicate-item', file: join(folder, 'items.csv'), row: 3 });
});

it('refuses an items file that is not there', async () => {
  const error = await errorOf({ 'log.csv': 'user,item\na,b\n' }, { items: join(folder, 'films.csv') });
  expect(error).toMatchObject({ code: 'missing-source', file: join(folder, 'films.csv') });
});

it('refuses a minimum rating where there are no ratings', async () => {
  const error = await errorOf({ 'log.csv': 'user,item\na,b\n' }, { minRating: 3 });
  expect(error).toMatchObject({ code: 'unknown-column' });
});

it('says which columns a known file has that names none', async () => {
  const error = await errorOf({ 'u.data': '1\t2\t3\t4\n' }, { time: 'when' });
  expect(error).toMatchObject({ code: 'unknown-column', file: join(folder, 'u.data') });
  expect(error.message).toContain('one of "userId", "movieId", "rating", "timestamp"');
});

it('refuses a k-core that is no number of interactions', async () => {
  expect(await errorOf({ 'log.csv': 'user,item\na,b\n' }, { kCore: 0 })).toMatchObject({
    code: 'invalid-option',
  });
});
