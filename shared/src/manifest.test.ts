import { describe, expect, it } from 'vitest';
import { artifactKey, hookSchema, manifestSchema, pointerSchema, REQUIRED_FILES } from './manifest.ts';

const file = { bytes: 1, sha256: 'a'.repeat(64) };

const manifest = {
  format: 1,
  modelVersion: '0123456789abcdef',
  createdAt: '2026-11-22T12:00:00.000Z',
  data: { name: 'example', users: 2, items: 2, interactions: 4 },
  model: { kind: 'gptrec', hiddenSize: 4, blocks: 1, heads: 1, maxLength: 8 },
  hook: 'blocks.0',
  latents: 2,
  precision: 'int8',
  files: Object.fromEntries(REQUIRED_FILES.map((name) => [name, file])),
};

/** Paths of what is wrong with the manifest when these keys are changed. */
function wrong(change: Record<string, unknown>): string[] {
  const parsed = manifestSchema.safeParse({ ...manifest, ...change });
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.join('.'));
}

describe('manifestSchema', () => {
  it('takes a whole manifest, with further files', () => {
    expect(wrong({})).toEqual([]);
    expect(wrong({ files: { ...manifest.files, 'samples.json': file } })).toEqual([]);
  });

  it.each<[Record<string, unknown>, string]>([
    [{ format: 2 }, 'format'],
    [{ modelVersion: '../other' }, 'modelVersion'],
    [{ createdAt: 'today' }, 'createdAt'],
    [{ hook: 'blocks' }, 'hook'],
    [{ latents: 0 }, 'latents'],
    [
      { files: { ...manifest.files, 'head.onnx': { ...file, sha256: 'A'.repeat(64) } } },
      'files.head.onnx.sha256',
    ],
    [{ files: { ...manifest.files, '../secret': file } }, 'files.../secret'],
    [{ files: { 'head.onnx': file } }, 'files'],
  ])('refuses $1', (change, path) => {
    expect(wrong(change)).toEqual([path]);
  });
});

it('names hook points by kind and number', () => {
  const names = ['final', 'blocks.0', 'blocks.12', '', 'blocks.-1', 'blocks.1.5', 'finally', 'xblocks.1'];
  const fitting = names.filter((hook) => hookSchema.safeParse(hook).success);
  expect(fitting).toEqual(['final', 'blocks.0', 'blocks.12']);
});

it('lets a canary take between none and all of the traffic', () => {
  const version = '0123456789abcdef';
  const fits = (share: number): boolean =>
    pointerSchema.safeParse({ current: version, previous: null, canary: { version, share } }).success;
  expect([0, 0.1, 1, 1.1, -0.1].map(fits)).toEqual([true, true, true, false, false]);
});

it('keeps each version in a folder of its own', () => {
  expect(artifactKey('0123456789abcdef', 'head.onnx')).toBe('artifacts/0123456789abcdef/head.onnx');
});
