import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { forgetParts, keepIn } from './kept-parts.ts';

let folder: string;
let worked: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trimtab-parts-'));
  worked = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const work =
  <T>(name: string, value: T) =>
  (): Promise<T> => {
    worked.push(name);
    return Promise.resolve(value);
  };

it('works a part out once, and gives its numbers back bit by bit', async () => {
  const value = { third: 1 / 3, tiny: 5e-324, list: [0.1 + 0.2] };
  expect(await keepIn(folder, 'key')('a', work('a', value))).toEqual(value);
  expect(await keepIn(folder, 'key')('a', work('again', { third: 0, tiny: 0, list: [] }))).toEqual(value);
  expect(worked).toEqual(['a']);
});

it('works out anew what another key kept, and each part apart', async () => {
  await keepIn(folder, 'before')('a', work('a', 1));
  expect(await keepIn(folder, 'after')('a', work('a anew', 2))).toBe(2);
  expect(await keepIn(folder, 'after')('b', work('b', 3))).toBe(3);
  expect(worked).toEqual(['a', 'a anew', 'b']);
});

it('keeps no part that failed, and none that was forgotten', async () => {
  const keep = keepIn(folder, 'key');
  await expect(keep('a', () => Promise.reject(new Error('stopped')))).rejects.toThrow('stopped');
  expect(await keep('a', work('a', 1))).toBe(1);
  await forgetParts(folder);
  expect(await keep('a', work('a again', 2))).toBe(2);
});
