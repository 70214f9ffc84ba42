import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readArtifact, writeArtifact } from './artifact.ts';
import { exampleContent } from '../../testing/example-content.ts';

let parent: string;
let folder: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'trimtab-artifact-'));
  folder = join(parent, 'runs', 'artifact');
});
afterEach(() => rm(parent, { recursive: true, force: true }));

describe('writeArtifact', () => {
  it('lists every file with its bytes and sha256', async () => {
    await writeArtifact(folder, exampleContent('version-1'));
    const { manifest, files } = await readArtifact(folder);
    expect([...files.keys()].sort()).toEqual([
      'catalogue.json',
      'columns.json',
      'concepts.json',
      'encoder.onnx',
      'head.onnx',
      'metrics.json',
    ]);
    // printf '\x08\x0a' | sha256sum
    expect(manifest.files['encoder.onnx']).toEqual({
      bytes: 2,
      sha256: 'c745bff5807b8395268c224c9c6c3cc4916369c0ff03ef0b8c015efbb3f054f2',
    });
    expect(manifest).toMatchObject({ format: 1, modelVersion: 'version-1', latents: 2 });
  });

  it('replaces an earlier artifact whole and leaves nothing beside it', async () => {
    const samples = { samples: [{ label: 'one', history: ['a'] }] };
    await writeArtifact(folder, { ...exampleContent('version-1'), samples });
    expect(await readdir(folder)).toContain('samples.json');
    await writeArtifact(folder, exampleContent('version-2'));
    expect(await readdir(folder)).not.toContain('samples.json');
    expect(await readdir(join(parent, 'runs'))).toEqual(['artifact']);
  });

  it('writes nothing when a part does not fit its schema', async () => {
    const content = exampleContent('version-1');
    content.catalogue.titles = ['only one'];
    await expect(writeArtifact(folder, content)).rejects.toMatchObject({
      code: 'invalid-artifact',
      message: expect.stringContaining('catalogue.json') as unknown,
    });
    expect(await readdir(parent)).toEqual([]);
  });

  it('refuses a version name that is none', async () => {
    await expect(writeArtifact(folder, exampleContent('../up'))).rejects.toThrow('expected a version name');
  });
});

describe('readArtifact', () => {
  it('names the file whose bytes changed, though its length did not', async () => {
    await writeArtifact(folder, exampleContent('version-1'));
    await writeFile(join(folder, 'head.onnx'), Uint8Array.of(8, 2));
    await expect(readArtifact(folder)).rejects.toMatchObject({
      code: 'damaged-artifact',
      message: expect.stringContaining('head.onnx is not the file that the manifest lists') as unknown,
    });
  });

  it('names the file that is missing', async () => {
    await writeArtifact(folder, exampleContent('version-1'));
    await rm(join(folder, 'concepts.json'));
    await expect(readArtifact(folder)).rejects.toThrow('concepts.json cannot be read');
  });

  it('says when there is no artifact, or a manifest that is not JSON', async () => {
    await expect(readArtifact(folder)).rejects.toMatchObject({ code: 'damaged-artifact' });
    await writeArtifact(folder, exampleContent('version-1'));
    const path = join(folder, 'manifest.json');
    await writeFile(path, (await readFile(path)).subarray(0, 40));
    await expect(readArtifact(folder)).rejects.toThrow('manifest.json is not JSON');
  });
});
