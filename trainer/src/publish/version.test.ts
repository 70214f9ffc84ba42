import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { modelVersionSchema } from '@trimtab/shared/manifest.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeHash, versionName } from './version.ts';
import { canonicalJson } from '../files/hash.ts';

describe('versionName', () => {
  const parts = { files: { b: { sha256: 'two' }, a: { sha256: 'one' } }, latents: [2, { d: 3, c: null }] };

  it('does not depend on the order of keys, and is a name that the manifest accepts', () => {
    const name = versionName(parts);
    const turned = { latents: [2, { c: null, d: 3 }], files: { a: { sha256: 'one' }, b: { sha256: 'two' } } };
    expect(versionName(turned)).toBe(name);
    expect(modelVersionSchema.parse(name)).toHaveLength(16);
  });

  it('changes with what is in a file, and with what the manifest says', () => {
    const others = [
      { ...parts, files: { ...parts.files, a: { sha256: 'other' } } },
      { ...parts, latents: [] },
    ];
    expect(new Set([parts, ...others].map(versionName)).size).toBe(3);
  });

  it('writes JSON with sorted keys at every depth, lists as they are', () => {
    expect(canonicalJson({ b: 1, a: [2, { d: 3, c: null }] })).toBe('{"a":[2,{"c":null,"d":3}],"b":1}');
  });
});

describe('codeHash', () => {
  let project: string;
  beforeEach(async () => {
    project = await mkdtemp(join(tmpdir(), 'trimtab-code-'));
    await write('shared/src/inner/a.ts', 'one\ntwo\n');
    await write('trainer/src/kernels/product.h', 'one\n');
  });
  afterEach(() => rm(project, { recursive: true, force: true }));

  async function write(file: string, text: string): Promise<void> {
    await mkdir(join(project, dirname(file)), { recursive: true });
    await writeFile(join(project, file), text);
  }

  it.each([
    ['a source', 'shared/src/inner/a.ts'],
    ['a new source', 'trainer/src/b.ts'],
    ['a kernel', 'trainer/src/kernels/product.h'],
    ['what kernels are compiled from', 'trainer/src/kernels/kernels.cc'],
  ])('changes with %s', async (_, file) => {
    const before = await codeHash(project);
    await write(file, 'changed');
    expect(await codeHash(project)).not.toBe(before);
  });

  it.each([
    ['a test', 'shared/src/inner/a.test.ts', 'test'],
    ['a fixture of tests', 'trainer/testing/example-data.ts', 'data'],
    ['the harness of the kernels', 'trainer/testing/kernels/harness.cc', 'int main() {}'],
    ['other files', 'trainer/src/notes.md', 'notes'],
    ['line ends', 'shared/src/inner/a.ts', 'one\r\ntwo\r\n'],
  ])('stays with %s', async (_, file, text) => {
    const before = await codeHash(project);
    await write(file, text);
    expect(await codeHash(project)).toBe(before);
  });

  it('is of this project by default', async () => {
    expect(await codeHash()).toBe(await codeHash(join(import.meta.dirname, '../../..')));
  });
});
