import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunConfig } from '../../config/schema.ts';
import { parseConfig } from '../../config/schema.ts';
import { dataStage } from './data.ts';

it('reads the data again when apps sent more, and not because it was gathered again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'trimtab-stage-data-'));
  const events = join(folder, 'sent.ndjson');
  const config = parseConfig({ data: { events } }, 'test');
  const inputs = async (text: string, time: number): Promise<unknown> => {
    await writeFile(events, text);
    await utimes(events, time, time);
    return dataStage.inputs({ name: 'test', folder: join(folder, 'run'), config });
  };
  const first = await inputs('one', 1);
  expect(await inputs('one', 2)).toEqual(first);
  expect(await inputs('two', 2)).not.toEqual(first);
  await rm(folder, { recursive: true });
});

/** The key of a folder's data before and after a file of it is written anew. */
async function keysOf(
  files: Readonly<Record<string, string>>,
  [name, content]: readonly [string, string],
  data: { path: string } & Partial<RunConfig['data']>,
): Promise<unknown[]> {
  const folder = await mkdtemp(join(tmpdir(), 'trimtab-stage-data-'));
  const { path, items, ...rest } = data;
  const source = join(folder, path);
  const settings = { ...rest, source, ...(items !== undefined && { items: join(folder, items) }) };
  const config = parseConfig({ data: settings }, 'test');
  const key = (): unknown => dataStage.inputs({ name: 'test', folder: join(folder, 'run'), config });
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
  const before = await key();
  await writeFile(join(folder, name), content);
  const after = await key();
  await rm(folder, { recursive: true });
  return [before, after];
}

describe('what is read counts in the key of the stage', () => {
  const LOG = 'user,item,time\nu,a,1\nu,b,2\n';

  const ITEMS = 'item,title\na,A\n';
  const INTER = 'user_id:token\titem_id:token\nu\ta\n';

  it.each<[string, Record<string, string>, [string, string], { path: string; items?: string }]>([
    ['items.csv beside a file', { 'log.csv': LOG, 'items.csv': ITEMS }, ['items.csv', 'item,title\na,B\n'], { path: 'log.csv' }],
    ['one that is new', { 'log.csv': LOG }, ['items.csv', ITEMS], { path: 'log.csv' }],
    ['items of another name', { 'log.csv': LOG, 'films.csv': ITEMS }, ['films.csv', 'item,title\na,B\n'], { path: 'log.csv', items: 'films.csv' }],
    ['tags', { 'log.csv': LOG, 'tags.csv': 'userId,movieId,tag,timestamp\n' }, ['tags.csv', 'userId,movieId,tag,timestamp\n1,a,x,0\n'], { path: 'log.csv' }],
    ["RecBole's items", { 'x.inter': INTER, 'x.item': 'item_id:token\ttitle:token\na\tA\n' }, ['x.item', 'item_id:token\ttitle:token\na\tB\n'], { path: 'x.inter' }],
    ['a split that is not named', { 'x.train.inter': INTER, 'x.test.inter': INTER }, ['x.test.inter', 'user_id:token\titem_id:token\nu\tb\n'], { path: 'x.train.inter' }],
    ['ids of SASRec', { 'x.txt': '1 1\n', 'sas_to_original_items.txt': '1 100\n' }, ['sas_to_original_items.txt', '1 200\n'], { path: 'x.txt' }],
    ['times of SASRec', { 'x.txt': '1 1\n', 'interactions.csv': 'user,item,time\n1,1,5\n' }, ['interactions.csv', 'user,item,time\n1,1,6\n'], { path: 'x.txt' }],
  ])('%s', async (_, files, change, data) => {
    const [before, after] = await keysOf(files, change, data);
    expect(after).not.toEqual(before);
  }); // prettier-ignore

  it('and what is not read does not', async () => {
    const files = { 'log.csv': LOG, 'items.csv': ITEMS, 'notes.txt': 'one' };
    const [before, after] = await keysOf(files, ['notes.txt', 'two'], { path: 'log.csv' });
    expect(after).toEqual(before);
  });
});
