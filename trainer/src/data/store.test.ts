import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assembleDataset } from './assemble.ts';
import type { Dataset } from './dataset.ts';
import { readDataset, writeDataset } from './store.ts';

const small = (times: number[][] | null): Dataset =>
  assembleDataset({
    name: 'small',
    catalogue: {
      ids: ['a', 'b', 'c'],
      titles: ['A', 'B', 'C'],
      attributes: [{ id: 'genre:x', label: 'X', kind: 'genre' }],
      itemAttributes: [[0], [], [0]],
      counts: [],
    },
    userIds: ['u', 'v'],
    histories: [
      [0, 1, 2],
      [2, 1],
    ],
    times,
    historiesShareable: true,
  });

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trimtab-store-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('writeDataset and readDataset', () => {
  it.each([
    [null],
    [
      [
        [10.5, 20, 30],
        [1, 2],
      ],
    ],
  ])('give back what was written (times %j)', async (times) => {
    const data = { ...small(times), repeats: times !== null };
    await writeDataset(folder, data);
    expect(await readDataset(folder)).toEqual(data);
  });

  it('write numbers little-endian and leave no temporaries', async () => {
    await writeDataset(folder, small(null));
    expect([...(await readFile(join(folder, 'offsets.i32')))]).toEqual([0, 0, 0, 0, 3, 0, 0, 0, 5, 0, 0, 0]);
    expect((await readdir(folder)).sort()).toEqual([
      'catalogue.json',
      'dataset.json',
      'items.i32',
      'offsets.i32',
      'users.json',
    ]);
  });

  it('replace an older data set', async () => {
    await writeDataset(
      folder,
      small([
        [10, 20, 30],
        [1, 2],
      ]),
    );
    await writeDataset(folder, small(null));
    expect((await readDataset(folder)).times).toBeNull();
  });
});

describe('readDataset', () => {
  it('says when a folder holds no data set', async () => {
    await expect(readDataset(join(folder, 'none'))).rejects.toMatchObject({ code: 'missing-source' });
  });

  it('refuses a file that was changed, and names it', async () => {
    await writeDataset(folder, small(null));
    await writeFile(join(folder, 'items.i32'), new Uint8Array(20));
    await expect(readDataset(folder)).rejects.toMatchObject({
      code: 'damaged-dataset',
      file: join(folder, 'items.i32'),
    });
  });

  it('refuses an interaction with an item that the catalogue lacks', async () => {
    const data = small(null);
    await writeDataset(folder, { ...data, items: Int32Array.of(0, 1, 2, 3, 1) });
    await expect(readDataset(folder)).rejects.toThrow(/unknown item/);
  });

  it('refuses a header that is not JSON', async () => {
    await writeDataset(folder, small(null));
    await writeFile(join(folder, 'dataset.json'), '{');
    await expect(readDataset(folder)).rejects.toThrow(/dataset\.json: is not JSON/);
  });
});
