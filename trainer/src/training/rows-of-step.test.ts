import { at } from '@trimtab/shared/look-up.ts';
import { expect, it } from 'vitest';
import { tinyConfig, tinySettings } from '../../testing/example-data.ts';
import { createRandom } from '../math/random.ts';
import { maskIndex } from '../recommender/sequences.ts';
import { nextItemBatch, toBatch } from './batches.ts';
import { negativesOf } from './loss.ts';
import { rowsOfStep } from './rows-of-step.ts';

const settings = tinySettings({ loss: 'sampled', negatives: 2 });

it('names each row once, and counts the batch and the negatives in these rows', () => {
  const config = tinyConfig(100);
  const batch = nextItemBatch([Int32Array.of(70, 9, 40), Int32Array.of(9, 99)]);
  const { items, parts } = rowsOfStep(config, settings, [batch], createRandom(3));
  const negatives = negativesOf(settings, 100, createRandom(3));
  // 0 fills the shorter sequence
  expect([...items]).toEqual([...new Set([0, 9, 40, 70, 99, ...negatives])].sort((a, b) => a - b));
  const [part] = parts;
  const named = (places: Int32Array | undefined): number[] =>
    Array.from(places ?? [], (place) => at(items, place));
  expect(named(part?.items)).toEqual([70, 9, 9, 0]);
  expect(named(part?.targets)).toEqual([9, 40, 99]);
  expect(named(part?.drawn?.negatives)).toEqual([...negatives]);
  expect(part?.drawn?.classes).toBe(100);
  expect(part?.positions).toEqual(batch.positions);
});

it('leaves [MASK] after the last row', () => {
  const config = { ...tinyConfig(100), kind: 'bert4rec' as const };
  const batch = toBatch([{ shown: [7, maskIndex(config)], places: [1], targets: [50] }]);
  const { items, parts } = rowsOfStep(config, settings, [batch], createRandom(3));
  expect(items).not.toContain(maskIndex(config));
  expect(parts[0]?.items[1]).toBe(items.length);
});
