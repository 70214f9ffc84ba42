import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  decodeSafetensors,
  encodeSafetensors,
  readWeights,
  SafetensorsError,
  writeSafetensors,
} from './safetensors.ts';

const arrays = {
  table: { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, -0.5) },
  counts: { shape: [1], data: Int32Array.of(-7) },
  nothing: { shape: [0, 4], data: new Float32Array(0) },
};
const times = { shape: [2], data: Float64Array.of(1_700_000_000.5, -1 / 3) };
const bytes = encodeSafetensors(arrays, { step: '12' });
const headerLength = Number(new DataView(bytes.buffer).getBigUint64(0, true));

describe('encodeSafetensors and decodeSafetensors', () => {
  it('give back what was put in', () => {
    expect(decodeSafetensors(bytes, 'file')).toEqual({ arrays, metadata: { step: '12' } });
  });

  it('keep numbers of double precision to the last bit', () => {
    expect(decodeSafetensors(encodeSafetensors({ times }), 'file').arrays).toEqual({ times });
  });

  it('write the header that the format asks for, padded to 8 bytes', () => {
    const header: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength)));
    expect(header).toEqual({
      __metadata__: { step: '12' },
      table: { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] },
      counts: { dtype: 'I32', shape: [1], data_offsets: [24, 28] },
      nothing: { dtype: 'F32', shape: [0, 4], data_offsets: [28, 28] },
    });
    const lengths = ['a', 'ab', 'abc', 'abcd', 'abcde', 'abcdef', 'abcdefg'].map(
      (name) => encodeSafetensors({ [name]: arrays.nothing }).length, // no bytes but the header's
    );
    expect(lengths.map((length) => length % 8)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('write floats in half precision where they are told to', () => {
    const halved = encodeSafetensors(arrays, {}, new Set(['table']));
    expect(bytes.length - halved.length).toBeGreaterThanOrEqual(8); // six floats of two bytes less each
    expect(decodeSafetensors(halved, 'file').arrays).toEqual(arrays); // small numbers that a half holds
  });

  it('take views into larger buffers, wherever they begin', () => {
    const view = Float32Array.of(9, 1, 2, 9).subarray(1, 3);
    const shifted = new Uint8Array([0, ...encodeSafetensors({ view: { shape: [2], data: view } })]).subarray(
      1,
    );
    expect(decodeSafetensors(shifted, 'file').arrays['view']?.data).toEqual(Float32Array.of(1, 2));
  });
});

describe('decodeSafetensors', () => {
  /** The same file with its header changed, to one of the same length. */
  function withHeader(change: (header: string) => string): Uint8Array {
    const changed = bytes.slice();
    const header = change(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength)));
    changed.set(new TextEncoder().encode(header), 8);
    return changed;
  }

  it.each([
    ['is empty', new Uint8Array(0), 'shorter than a safetensors header'],
    ['ends in the header', bytes.subarray(0, headerLength), 'the safetensors header is cut short'],
    ['ends in an array', bytes.subarray(0, bytes.length - 5), '"table" is cut short'],
    [
      'holds other numbers',
      withHeader((h) => h.replace('"F32"', '"I64"')),
      '"table" is I64, expected F32, I32, F16, F64',
    ],
    [
      'has a shape that does not fit',
      withHeader((h) => h.replace('[2,3]', '[2,4]')),
      '"table" has 24 bytes, but its shape 2×4 needs 32',
    ],
    ['is something else', withHeader((h) => h.replace('{', '[')), 'the safetensors header is not JSON'],
  ])('says what is wrong with a file that %s, and what to do', (_, broken, problem) => {
    const failing = (): unknown => decodeSafetensors(broken, 'best.safetensors');
    expect(failing).toThrow(SafetensorsError);
    expect(failing).toThrow(
      `best.safetensors: ${problem}; remove the file and run the stage that writes it again`,
    );
  });
});

describe('readWeights', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trimtab-weights-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('reads floats and refuses whole numbers', async () => {
    const path = join(folder, 'new', 'weights.safetensors');
    await writeSafetensors(path, { table: arrays.table });
    expect(await readWeights(path)).toEqual({ weights: { table: arrays.table }, metadata: {} });
    await writeSafetensors(path, arrays);
    await expect(readWeights(path)).rejects.toThrow('"counts" is not of floats');
  });
});
