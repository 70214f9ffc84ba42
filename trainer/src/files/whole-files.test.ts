import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeJson, writeWhole } from './atomic.ts';
import { removePartialFiles, removePartialFilesOnInterrupt } from './interrupt.ts';

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

  it('writes JSON that people can read', async () => {
    await writeJson(join(folder, 'x.json'), { a: [1] });
    expect(await readFile(join(folder, 'x.json'), 'utf8')).toBe('{\n "a": [\n  1\n ]\n}\n');
  });
});

describe('removePartialFiles', () => {
  it('removes partial files and folders at any depth, and nothing else', async () => {
    await mkdir(join(folder, 'deep', 'half.partial'), { recursive: true });
    await writeFile(join(folder, 'deep', 'half.partial', 'inside.partial'), '');
    await writeFile(join(folder, 'deep', 'x.123.partial'), '');
    await writeFile(join(folder, 'deep', 'partial'), '');
    removePartialFiles(folder);
    expect(await readdir(folder, { recursive: true })).toEqual(['deep', join('deep', 'partial')]);
  });

  it('has nothing to do where there is no folder', () => {
    expect(() => removePartialFiles(join(folder, 'none'))).not.toThrow();
  });
});

const listeners = (): number[] => ['SIGINT', 'SIGTERM'].map((signal) => process.listenerCount(signal));

it('watches for an interrupt only until it is told to stop', () => {
  const before = listeners();
  const stop = removePartialFilesOnInterrupt(folder);
  expect(listeners()).toEqual(before.map((count) => count + 1));
  stop();
  expect(listeners()).toEqual(before);
});
