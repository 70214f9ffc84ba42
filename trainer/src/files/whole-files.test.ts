import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeWhole, writeJson, writeWhole } from './atomic.ts';
import { removeAbandonedFiles } from './abandoned.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trimtab-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('writeWhole', () => {
  it('makes folders, replaces what was there, and leaves nothing beside it', async () => {
    const path = join(folder, 'a', 'b', 'file');
    await writeWhole(path, 'old');
    await writeWhole(path, Uint8Array.of(110, 101, 119));
    expect(await readFile(path, 'utf8')).toBe('new');
    expect(await readdir(join(folder, 'a', 'b'))).toEqual(['file']);
  });

  it('leaves nothing behind when it fails', async () => {
    await mkdir(join(folder, 'taken', 'inside'), { recursive: true });
    await expect(writeWhole(join(folder, 'taken'), 'x')).rejects.toThrow('taken');
    expect(await readdir(folder)).toEqual(['taken']);
  });

  it('says what to do where the disk is full, and leaves nothing behind', async () => {
    const path = join(folder, 'weights');
    const full = makeWhole(path, async (partial) => {
      await writeFile(partial, 'half');
      await writeFile('/dev/full', 'x');
    });
    await expect(full).rejects.toThrow(
      `${path}: cannot be written: the disk is full; expected free space. Free some, or set TRIMTAB_HOME (runs)`,
    );
    expect(await readdir(folder)).toEqual([]);
  });

  it('says what is wrong where a file is taken for a folder', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(writeWhole(join(folder, 'file', 'x'), 'x')).rejects.toThrow(
      'is a file where a folder is needed',
    );
  });

  it('writes JSON that people can read', async () => {
    await writeJson(join(folder, 'x.json'), { a: [1] });
    expect(await readFile(join(folder, 'x.json'), 'utf8')).toBe('{\n "a": [\n  1\n ]\n}\n');
  });
});

describe('removeAbandonedFiles', () => {
  it('removes what ended processes were writing, at any depth, and nothing else', async () => {
    const ended = 999_999_999; // above any process id that Linux gives
    await mkdir(join(folder, 'deep', `half.${ended}.partial`), { recursive: true });
    await writeFile(join(folder, 'deep', `half.${ended}.partial`, 'inside'), '');
    await writeFile(join(folder, 'deep', `x.${ended}.partial`), '');
    await writeFile(join(folder, 'deep', 'nameless.partial'), '');
    await writeFile(join(folder, 'deep', `x.${process.ppid}.partial`), '');
    await writeFile(join(folder, 'deep', 'partial'), '');
    removeAbandonedFiles(folder);
    const left = ['deep', join('deep', 'partial'), join('deep', `x.${process.ppid}.partial`)];
    expect((await readdir(folder, { recursive: true })).sort()).toEqual(left);
  });

  it('has nothing to do where there is no folder', () => {
    expect(() => removeAbandonedFiles(join(folder, 'none'))).not.toThrow();
  });
});
