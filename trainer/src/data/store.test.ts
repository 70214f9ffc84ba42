import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSafetensors } from '../files/safetensors.ts';
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

  it('write numbers as safetensors and leave no temporaries', async () => {
    await writeDataset(folder, small(null));
    const { arrays } = await readSafetensors(join(folder, 'interactions.safetensors'));
    expect(arrays).toEqual({
      offsets: { shape: [3], data: Int32Array.of(0, 3, 5) },
      items: { shape: [5], data: Int32Array.of(0, 1, 2, 2, 1) },
    });
    expect((await readdir(folder)).sort()).toEqual([
      'catalogue.json',
      'dataset.json',
      'interactions.safetensors',
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
    await writeFile(join(folder, 'interactions.safetensors'), new Uint8Array(20));
    await expect(readDataset(folder)).rejects.toMatchObject({
      code: 'damaged-dataset',
      file: join(folder, 'interactions.safetensors'),
    });
  });

  it('refuses an interaction with an item that the catalogue lacks', async () => {
    const data = small(null);
    await writeDataset(folder, { ...data, items: Int32Array.of(0, 1, 2, 3, 1) });
    await expect(readDataset(folder)).rejects.toThrow(/unknown item/);
  });

  it('reads what runs wrote before numbers were safetensors', async () => {
    const times = [
      [10.5, 20, 30],
      [1, 2],
    ];
    const data = { ...small(times), repeats: false };
    await writeDataset(folder, data);
    const files: Record<string, Uint8Array> = {
      'catalogue.json': await readFile(join(folder, 'catalogue.json')),
      'users.json': await readFile(join(folder, 'users.json')),
      'offsets.i32': Uint8Array.of(0, 0, 0, 0, 3, 0, 0, 0, 5, 0, 0, 0),
      'items.i32': Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0),
      'times.f64': new Uint8Array(Float64Array.of(10.5, 20, 30, 1, 2).buffer),
    };
    const described = Object.entries(files).map(([name, bytes]) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return [name, { bytes: bytes.length, sha256 }];
    });
    const header: unknown = JSON.parse(await readFile(join(folder, 'dataset.json'), 'utf8'));
    const old = { ...Object(header), format: 1, files: Object.fromEntries(described) };
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
    await writeFile(join(folder, 'dataset.json'), JSON.stringify(old));
    await rm(join(folder, 'interactions.safetensors'));
    expect(await readDataset(folder)).toEqual(data);
  });

  it('refuses a header that is not JSON', async () => {
    await writeDataset(folder, small(null));
    await writeFile(join(folder, 'dataset.json'), '{');
    await expect(readDataset(folder)).rejects.toThrow(/dataset\.json: is not JSON/);
  });
});
