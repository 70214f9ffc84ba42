import { describe, expect, it } from 'vitest';
import type { ConceptSettings } from '../config/schema.ts';
import type { ChooseLatents } from './attribute-concepts.ts';
import { attributeConcepts, byReading } from './attribute-concepts.ts';
import { emergentConcepts } from './emergent-concepts.ts';
import { labelsOf, rowsOf } from './evidence.ts';
import type { Raise } from './raise.ts';
import { itemsOf, plantedEvidence } from '../../testing/example-evidence.ts';

const settings: ConceptSettings = {
  minItems: 10,
  maxLatents: 3,
  basisSize: 4,
  maxEmergent: 2,
  sensitive: [],
  calibrationUsers: 1,
  safetyUsers: 1,
};
const evidence = plantedEvidence();

/** Chooses by what fires alone, and only what fires with the attribute. */
const byFiring =
  (maxLatents = settings.maxLatents): ChooseLatents =>
  (from) =>
  (attribute) =>
    Promise.resolve(byReading(maxLatents)(from)(attribute).filter(({ weight }) => weight > 0));

describe('evidence', () => {
  it('parts positions by role and by half of the items, with nothing in two parts', () => {
    const parts = (['A', 'B'] as const).map((half) => rowsOf(evidence, 'selection', half));
    const whole = rowsOf(evidence, 'selection');
    expect(parts.flatMap((rows) => Array.from(rows)).sort((a, b) => a - b)).toEqual(Array.from(whole));
    expect(Array.from(parts[1] ?? []).every((row) => evidence.half[evidence.items[row] ?? -1] === 1)).toBe(
      true,
    );
    const others = [...rowsOf(evidence, 'train'), ...rowsOf(evidence, 'test')];
    expect(whole.length + others.length).toBe(evidence.items.length);
  });

  it('labels the rows whose item has the attribute', () => {
    const rows = Int32Array.of(3, 5, 8);
    const planted = new Set(itemsOf('genre:planted'));
    const expected = Array.from(rows, (row) => (planted.has(evidence.items[row] ?? -1) ? 1 : 0));
    expect(Array.from(labelsOf(evidence, rows, 0))).toEqual(expected);
  });
});

describe('attributeConcepts', async () => {
  const found = await attributeConcepts(evidence, settings, byFiring());

  it('keeps the attribute that latents follow, and hides weak, rare and all too common ones', () => {
    expect(found.map(({ id }) => id)).toEqual(['genre:planted']);
  });

  it('joins the planted latents, each weighing what it says of the attribute', () => {
    const [concept] = found;
    expect(concept?.latents.map(({ index }) => index).sort()).toEqual([2, 5]);
    // each fires on .9 of half of the attribute's positions and nowhere else, uniformly from 1 to 2: E z / E z² = .64, and
    // a little less for the ridge
    concept?.latents.forEach(({ weight }) => expect(Math.abs(weight - 0.64)).toBeLessThan(0.1));
    expect(concept?.exposedItems).toEqual(itemsOf('genre:planted'));
  });

  it('scores it on users and items that it was not chosen on', async () => {
    // .9 of its positions score above all others, and .1 tie with them: .9 + .1/2
    expect(Math.abs((found[0]?.labelScore ?? 0) - 0.95)).toBeLessThan(0.03);
    const blind = plantedEvidence();
    for (const row of rowsOf(blind, 'test', 'B'))
      blind.codes.latent.fill(-1, row * blind.codes.k, (row + 1) * blind.codes.k);
    expect(await attributeConcepts(blind, settings, byFiring())).toEqual([]);
  });

  it('makes no concept of a sensitive attribute, named alone or by its kind', async () => {
    for (const sensitive of [['genre:planted'], ['genre']]) {
      const kept = await attributeConcepts(evidence, { ...settings, sensitive }, byFiring());
      expect(kept).toEqual([]);
    }
  });

  it('steers by what all labels say, and scores what half of them say', async () => {
    const asked: number[] = [];
    const choose: ChooseLatents = (from) => {
      asked.push(from.half.reduce((sum, inB) => sum + inB, 0));
      return byFiring()(from);
    };
    await attributeConcepts(evidence, settings, choose);
    expect(asked).toEqual([100, 0]); // items of half B, whose labels are not looked at
  });

  it('takes no more latents than it may', async () => {
    const [concept] = await attributeConcepts(evidence, settings, byFiring(1));
    expect(concept?.latents).toHaveLength(1);
    // .9 of half of its positions score above all others, the rest tie with them: .45 + .55/2
    expect(Math.abs((concept?.labelScore ?? 0) - 0.725)).toBeLessThan(0.03);
  });
});

/** Latents raise their items by so much; what is not named does not raise them. */
const raising =
  (raises: Record<number, number>): Raise =>
  (latent) =>
    Promise.resolve(raises[latent] ?? 0);

describe('emergentConcepts', async () => {
  const used = new Set([2, 5]);
  const wide = { ...settings, maxEmergent: 10 };
  const found = await emergentConcepts(evidence, wide, used, raising({ 1: 0.1, 6: 0.5, 7: 0.9 }));

  it('keeps latents that no attribute explains, those that raise their items most first', async () => {
    expect(found.map(({ latents }) => latents[0]?.index)).toEqual([7, 6, 1]);
    const anchors = found[0]?.exposedItems ?? [];
    expect(anchors).toHaveLength(30);
    expect(anchors.every((item) => item >= 160)).toBe(true);
    expect(Math.abs((found[0]?.latents[0]?.weight ?? 0) - 1.5)).toBeLessThan(0.05); // uniform from 1 to 2
    const others = await emergentConcepts(evidence, wide, used, raising({ 1: 0.9, 6: -0.1, 7: 0.2 }));
    expect(others.map(({ latents }) => latents[0]?.index)).toEqual([1, 7]); // one lowers them
  });

  it('measures only the most focused, three times as many as are wanted', async () => {
    const asked: number[] = [];
    const raise: Raise = (latent) => Promise.resolve(asked.push(latent));
    await emergentConcepts(evidence, { ...settings, maxEmergent: 0 }, used, raise);
    expect(asked).toEqual([]);
    await emergentConcepts(evidence, { ...settings, maxEmergent: 1 }, used, raise);
    expect(asked).toEqual([7, 6, 1]);
  });

  it('leaves out what attribute concepts use', async () => {
    const without = await emergentConcepts(
      evidence,
      settings,
      new Set([2, 5, 7]),
      raising({ 1: 1, 6: 2, 7: 3 }),
    );
    expect(without.map(({ latents }) => latents[0]?.index)).toEqual([6, 1]);
  });

  it('scores a name on items that it was not made from', () => {
    const [cluster, partial] = found;
    expect(partial?.label).toMatch(/^Partial, like Item \d+$/); // "Partial" alone is the attribute's own concept
    expect(partial?.labelScore).toBeGreaterThan(0.3);
    // Nothing sets the cluster's items apart but what they are.
    expect(cluster?.label).toMatch(/^Like Item \d+$/);
    expect(cluster?.labelScore).toBe(0);
    expect(new Set(found.map(({ label }) => label)).size).toBe(found.length);
  });

  it('names nothing after a sensitive attribute', async () => {
    const careful = { ...wide, sensitive: ['genre:partial'] };
    const concepts = await emergentConcepts(evidence, careful, used, raising({ 1: 1, 6: 1, 7: 1 }));
    expect(concepts.filter(({ label }) => label.startsWith('Partial'))).toEqual([]);
  });

  it('gives ids that do not depend on the numbers of latents', async () => {
    const renumbered = await emergentConcepts(
      plantedEvidence((latent) => 7 - latent),
      wide,
      new Set([7 - 2, 7 - 5]),
      raising({ 0: 0.9, 1: 0.5, 6: 0.1 }),
    );
    expect(renumbered.map(({ id }) => id)).toEqual(found.map(({ id }) => id));
    expect(renumbered.map(({ latents }) => latents[0]?.index)).toEqual([0, 1, 6]);
  });
});
