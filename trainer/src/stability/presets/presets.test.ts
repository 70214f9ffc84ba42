import { expect, it } from 'vitest';
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import { gainOf, keepsGain, overlapOf } from './agreement.ts';
import { boostSizes, boostsOf } from './boosts.ts';
import { fatesOfPresets, unsteeredLists } from './fates.ts';
import { itemsOf, listsOf, type Side } from './side.ts';
import { fatesOfWishes } from './wishes.ts';

/** Twelve items whose scores fall from 12 to 1; the last two are dark, and the catalogue names them so. */
const scores = Float32Array.from({ length: 12 }, (_, item) => 12 - item);
const catalogue: Catalogue = {
  ids: Array.from(scores.keys(), (item) => `i${item}`),
  titles: Array.from(scores.keys(), (item) => `Item ${item}`),
  attributes: [{ id: 'mood:dark', kind: 'mood', label: 'Dark' }],
  itemAttributes: Array.from(scores.keys(), (item) => (item < 10 ? [] : [0])),
  counts: Array.from(scores, () => 1),
};
const concept = {
  id: 'mood:dark',
  kind: 'attribute' as const,
  attribute: 'mood:dark',
  latents: [],
  calibration: { up: 1, down: 1 },
};

/** One person without a history. */
const side: Side = {
  bench: {
    async score(_change, visit) {
      visit(scores.slice(), { place: 0, target: 0, excluded: new Set() });
    },
  },
  concepts: new Map([[concept.id, concept]]),
  autoencoder: {},
  catalogue,
};
const without: Side = { ...side, concepts: new Map() };

it('shares of lists are means over people', () => {
  expect(overlapOf([['a', 'b'], ['c']], [['b', 'x'], ['c']])).toBe(0.75);
});

it('a gain is the change of the log-odds of a place', () => {
  const gain = gainOf({ base: [0, 2], steered: [3, 2] }, [0, 1]);
  expect(gain).toBeCloseTo(Math.log(5.5 / 15.5) - Math.log(2.5 / 18.5), 12);
});

it('a gain is kept within a fifth of what it was', () => {
  const people = Array.from({ length: 50 }, () => 0);
  const exposure = (steered: number) => ({ base: people, steered: people.map(() => steered) });
  expect(keepsGain(exposure(3), exposure(3))).toEqual({ gain: true, paired: true });
  expect(keepsGain(exposure(3), exposure(8))).toEqual({ gain: false, paired: false });
  expect(keepsGain(exposure(3), exposure(0))).toEqual({ gain: false, paired: false });
});

it('a gain that differs between people is kept by the same people, of whom few leave its own interval wide', () => {
  const everybody = Array.from({ length: 20 }, (_, i) => i);
  // Half of them go from one place to five: ln(.3/.7) - ln(.1/.9) = 1.35. Where they are 5 of the 20 drawn it is .81.
  const steered = (places: number): number[] => everybody.map((i) => (i % 2 === 0 ? places : 1));
  const before = { base: everybody.map(() => 1), steered: steered(5) };
  expect(keepsGain(before, before)).toEqual({ gain: false, paired: true });
  expect(keepsGain(before, { ...before, steered: steered(2) })).toEqual({ gain: false, paired: false });
});

it('strength 1 of a boost is the least that changes exposure by one log-odds', async () => {
  const { up, down } = (await boostSizes(side)).get(concept.id) ?? { up: NaN, down: NaN };
  // One dark item more is ln(1.5/9.5) - ln(.5/10.5) = 1.20: the first must pass a score of 3 from 2.
  expect(up).toBeGreaterThan(1);
  expect(up).toBeLessThan(1.02);
  expect(down).toBe(64); // there are none to lose
});

it('boosts its items in proportion to the strength, and those of no other', async () => {
  const boosts = boostsOf(new Map([[concept.id, 0.5]]), side, new Map([[concept.id, { up: 5, down: 7 }]]));
  expect(boosts).toEqual([{ items: new Set([10, 11]), size: 2.5 }]);
  expect(boostsOf(new Map([[concept.id, 0.5]]), without, new Map())).toEqual([]);
  const { top, taken } = await listsOf(side, { boosts }, [concept.id]);
  expect(taken.get(concept.id)).toEqual([1]); // 4.5 passes the 4 of item 8; of 3.5 there is no place left
  expect(top[0]?.slice(7, 10)).toEqual(['i7', 'i10', 'i8']);
});

it('a preset survives where its concepts, lists and gains do', async () => {
  const preset = { kind: 'attribute' as const, strengths: new Map([[concept.id, 1]]) };
  const boost = () => ({ boosts: [{ items: itemsOf(side, concept.id), size: 20 }] });
  const sides = { before: side, now: side };
  const unsteered = await unsteeredLists(sides);
  const same = await fatesOfPresets([preset], sides, unsteered, { before: boost, now: boost }, () => true);
  expect(same).toEqual([
    { kind: 'attribute', concepts: true, overlap: true, gain: true, paired: true, steady: true },
  ]);
  const nothing = await fatesOfPresets(
    [preset],
    sides,
    unsteered,
    { before: boost, now: () => ({}) },
    () => false,
  );
  expect(nothing).toEqual([
    { kind: 'attribute', concepts: false, overlap: true, gain: false, paired: false, steady: true },
  ]);
});

it('a wish is kept as far as there are items, as long as its concept lives', async () => {
  const wishes = [
    { id: concept.id, wish: { more: 1 } },
    { id: concept.id, wish: { targetShare: 0.4 } }, // four of the two that there are
    { id: concept.id, wish: 'never' as const },
  ];
  expect(await fatesOfWishes(wishes, side)).toEqual([{ kept: true }, { kept: true }, { kept: true }]);
  expect(await fatesOfWishes(wishes.slice(0, 1), without)).toEqual([{ kept: false }]);
});
