// What publishing finds wrong with a version whose files are all whole: it is run, and its tables are compared.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import type { Concepts } from '@trimtab/shared/concepts.ts';
import { manifestSchema, type Manifest } from '@trimtab/shared/manifest.ts';
import type { Samples } from '@trimtab/shared/samples.ts';
import { sha256 } from '@trimtab/trainer/files/hash.ts';
import { readArtifact } from '@trimtab/trainer/publish/artifact.ts';
import { proveArtifact } from '@trimtab/trainer/publish/prove-artifact.ts';
import { writeTinyArtifact } from './tiny-artifact.ts';

let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'trimtab-prove-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

let made = 0;

async function artifact(options: Parameters<typeof writeTinyArtifact>[3] = {}): Promise<string> {
  const folder = join(home, String(++made));
  await writeTinyArtifact(folder, 'tiny-000001', undefined, options);
  return folder;
}

/** Replaces a file as somebody would who makes the manifest anew. */
async function replace(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  await writeFile(join(folder, name), bytes);
  await changeManifest(folder, (manifest) => {
    manifest.files[name] = { bytes: bytes.length, sha256: sha256(bytes) };
  });
}

async function changeManifest(folder: string, change: (manifest: Manifest) => void): Promise<void> {
  const file = join(folder, 'manifest.json');
  const manifest = manifestSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  change(manifest);
  await writeFile(file, JSON.stringify(manifest));
}

async function rewrite<T>(folder: string, name: string, change: (table: T) => void): Promise<void> {
  const table = JSON.parse(await readFile(join(folder, name), 'utf8')) as T;
  change(table);
  await replace(folder, name, new TextEncoder().encode(JSON.stringify(table)));
}

const prove = async (folder: string): Promise<void> => {
  const { manifest, files } = await readArtifact(folder);
  await proveArtifact(manifest, files);
};

const copy = async (folder: string, from: string, to: string, other = folder): Promise<void> =>
  replace(folder, to, await readFile(join(other, from)));

test('a version that is as it was exported is proved, of both kinds of recommender', async () => {
  await expect(prove(await artifact())).resolves.toBeUndefined();
  await expect(prove(await artifact({ kind: 'bert4rec', blocks: 3 }))).resolves.toBeUndefined();
});

describe('a version that is run and gives other lists', () => {
  test.for<[string, (folder: string) => Promise<void>]>([
    ['an encoder replaced by the head', (folder) => copy(folder, 'head.onnx', 'encoder.onnx')],
    ['a head replaced by the encoder', (folder) => copy(folder, 'encoder.onnx', 'head.onnx')],
    [
      'the head of another model',
      async (folder) => copy(folder, 'head.onnx', 'head.onnx', await artifact({ feedForwardSize: 48 })),
    ],
    [
      'the encoder of another model',
      async (folder) => copy(folder, 'encoder.onnx', 'encoder.onnx', await artifact({ feedForwardSize: 48 })),
    ],
    [
      'titles in reverse',
      (folder) =>
        rewrite<Catalogue>(folder, 'catalogue.json', (table) => {
          table.titles = table.titles.toReversed();
        }),
    ],
    [
      'ids in reverse',
      (folder) =>
        rewrite<Catalogue>(folder, 'catalogue.json', (table) => {
          table.ids = table.ids.toReversed();
        }).then(() => changeManifest(folder, ({ files }) => void delete files['samples.json'])),
    ],
    [
      'a concept of other weights',
      (folder) =>
        rewrite<Concepts>(folder, 'concepts.json', ({ concepts }) => {
          for (const { latents } of concepts) for (const latent of latents) latent.weight *= -1;
        }),
    ],
    [
      'an item table in another order',
      async (folder) => {
        const table = await readFile(join(folder, 'items.bin'));
        const values = table.subarray(table.length - 30 * 16); // [30 items, 16], after their scales
        values.set(values.slice(0, 3 * 16).toReversed());
        return replace(folder, 'items.bin', table);
      },
    ],
    [
      'an item table cut short',
      async (folder) => replace(folder, 'items.bin', await readFile(join(folder, 'head.onnx'))),
    ],
    [
      'more latents than the head takes',
      (folder) => changeManifest(folder, (manifest) => void (manifest.latents += 1)),
    ],
  ])('%s', async ([, harm]) => {
    const folder = await artifact();
    await harm(folder);
    await expect(prove(folder)).rejects.toMatchObject({
      code: 'wrong-answers',
      message: expect.stringContaining('run `trimtab export` again') as unknown,
    });
  });
});

describe('tables that do not agree', () => {
  test.for<[string, string, (folder: string) => Promise<void>]>([
    [
      'popularity of another catalogue',
      'columns.json',
      (folder) =>
        rewrite<Catalogue>(folder, 'columns.json', (table) => {
          table.counts = table.counts.toReversed();
        }),
    ],
    [
      'an item that stands there twice',
      'catalogue.json',
      (folder) => rewrite<Catalogue>(folder, 'catalogue.json', ({ ids }) => void ids.fill('i0', 0, 2)),
    ],
    [
      'a concept of an attribute that there is not',
      'concepts.json',
      (folder) =>
        rewrite<Concepts>(folder, 'concepts.json', ({ concepts }) => {
          for (const concept of concepts) concept.attribute = 'genre:opera';
        }),
    ],
    [
      'samples of another catalogue',
      'samples.json',
      (folder) =>
        rewrite<Samples>(folder, 'samples.json', ({ samples }) => {
          for (const { history } of samples) history.push('i99');
        }),
    ],
  ])('%s', async ([, file, harm]) => {
    const folder = await artifact();
    await harm(folder);
    await expect(prove(folder)).rejects.toMatchObject({
      code: 'invalid-artifact',
      message: expect.stringContaining(`${file} of version tiny-000001 does not belong to it`) as unknown,
    });
  });
});

test('a version from before probes is taken without being run', async () => {
  const folder = await artifact();
  await copy(folder, 'head.onnx', 'encoder.onnx');
  await changeManifest(folder, ({ files }) => void delete files['probes.json']);
  await expect(prove(folder)).resolves.toBeUndefined();
});
