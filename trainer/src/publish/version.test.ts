import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modelVersionSchema } from '@trimtab/shared/manifest.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeHash, versionName } from './version.ts';
import { canonicalJson } from '../files/hash.ts';

describe('versionName', () => {
  const parts = { config: { b: 1, a: [2, { d: 3, c: null }] }, dataHash: 'data', seed: 1, codeHash: 'code' };

  it('does not depend on the order of keys, and is a name that the manifest accepts', () => {
    const name = versionName(parts);
    expect(versionName({ ...parts, config: { a: [2, { c: null, d: 3 }], b: 1 } })).toBe(name);
    expect(modelVersionSchema.parse(name)).toHaveLength(16);
  });

  it('changes with every part', () => {
    const others = [
      { ...parts, config: { b: 2 } },
      { ...parts, dataHash: 'other' },
      { ...parts, seed: 2 },
      { ...parts, codeHash: 'other' },
    ];
    expect(new Set([parts, ...others].map(versionName)).size).toBe(5);
  });

  it('writes JSON with sorted keys at every depth, lists as they are', () => {
    expect(canonicalJson(parts.config)).toBe('{"a":[2,{"c":null,"d":3}],"b":1}');
  });
});

describe('codeHash', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trimtab-code-'));
    await mkdir(join(folder, 'inner'));
    await writeFile(join(folder, 'inner', 'a.ts'), 'one\ntwo\n');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('sees sources and their names, not tests, other files or line ends', async () => {
    const before = await codeHash({ trainer: folder });
    await writeFile(join(folder, 'inner', 'a.test.ts'), 'test');
    await writeFile(join(folder, 'notes.md'), 'notes');
    await writeFile(join(folder, 'inner', 'a.ts'), 'one\r\ntwo\r\n');
    expect(await codeHash({ trainer: folder })).toBe(before);
    await writeFile(join(folder, 'inner', 'b.ts'), '');
    expect(await codeHash({ trainer: folder })).not.toBe(before);
  });

  it('covers the sources of trainer and shared by default', async () => {
    expect(await codeHash()).toMatch(/^[0-9a-f]{64}$/);
  });
});
