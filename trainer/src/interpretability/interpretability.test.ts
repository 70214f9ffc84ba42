import { describe, expect, it } from 'vitest';
import { gatherEvidence } from '../concepts/evidence.ts';
import type { Codes } from '../sae/codes.ts';
import { bestConceptCorrelations, bestLatentCorrelations, measuredCatalogue } from './best-latent.ts';
import { latentFeatures } from './features.ts';
import type { Controls } from './interpretability.ts';
import { evaluateInterpretability } from './interpretability.ts';
import {
  LATENTS,
  plantedActivations,
  plantedCatalogue,
  plantedCodes,
} from '../../testing/planted-evidence.ts';

const catalogue = plantedCatalogue();
const activations = plantedActivations(catalogue, 1);
const planted = plantedCodes(catalogue, activations.items, 0.1);
const noise = plantedCodes(catalogue, activations.items, 1);
const nothingThere = async () => latentFeatures(noise, LATENTS);
const options = { hook: 'blocks.0', maxLatents: 3, seed: 1 };
const of = (codes: Codes, controls?: Controls) =>
  evaluateInterpretability({ catalogue, activations, codes, latents: LATENTS, controls }, options);

describe('evaluateInterpretability', () => {
  it('puts planted latents ahead of every control, with the interval above zero', async () => {
    const result = await of(planted, { frozenDecoder: nothingThere, untrainedModel: nothingThere });
    const { sae, raw, frozenDecoder, untrainedModel, permuted, probe } = result.meanCorrelation;
    expect(sae).toBeGreaterThan(0.7);
    // a latent on a quarter of the positions and a dimension that is 1 there with noise of 1: r = √p(1-p) / √(p(1-p) + 1)
    expect(raw).toBeCloseTo(Math.sqrt(0.1875 / 1.1875), 1);
    expect(probe).toBeGreaterThan(raw);
    for (const nothing of [frozenDecoder, untrainedModel, permuted])
      expect(Math.abs(nothing ?? 1)).toBeLessThan(0.1);
    expect(result.ciLow).toBeGreaterThan(0.2);
    expect(result.ciHigh).toBeGreaterThan(result.ciLow ?? 1);
    expect(result.ciHigh).toBeCloseTo(2 * (sae - raw) - (result.ciLow ?? 0), 10); // symmetric round sae - raw
  });

  it('does not put latents of nothing ahead', async () => {
    const { meanCorrelation, ciHigh } = await of(noise);
    expect(Math.abs(meanCorrelation.sae)).toBeLessThan(0.1);
    expect(ciHigh).toBeLessThan(0);
    expect(meanCorrelation).not.toHaveProperty('frozenDecoder');
    expect(meanCorrelation).not.toHaveProperty('untrainedModel');
  });

  it('sees that latents of single items say nothing of other items', async () => {
    const ofItems: Codes = { k: 1, latent: activations.items, value: new Float32Array(4000).fill(1) };
    const input = { catalogue, activations, codes: ofItems, latents: catalogue.ids.length };
    const { meanCorrelation } = await evaluateInterpretability(input, options);
    expect(Math.abs(meanCorrelation.sae)).toBeLessThan(0.05);
  });

  it('is held against the best control, whichever that is', async () => {
    const { ciLow, ciHigh, meanCorrelation } = await of(planted, {
      coOccurrence: async () => latentFeatures(planted, LATENTS),
    });
    expect(meanCorrelation.coOccurrence).toBe(meanCorrelation.sae);
    expect([ciLow, ciHigh]).toEqual([0, 0]);
  });

  it('says the same of each kind and each attribute by itself', async () => {
    const mixed = {
      ...catalogue,
      attributes: catalogue.attributes.map((attribute, a) => ({
        ...attribute,
        kind: a < 1 ? 'era' : 'genre',
      })),
    };
    const {
      meanCorrelation,
      byKind,
      byAttribute = {},
    } = await evaluateInterpretability(
      { catalogue: mixed, activations, codes: planted, latents: LATENTS },
      options,
    );
    const { era, genre } = byKind ?? {};
    expect([era?.attributes, genre?.attributes]).toEqual([1, 3]);
    const together = ((era?.meanCorrelation.sae ?? 0) + 3 * (genre?.meanCorrelation.sae ?? 0)) / 4;
    expect(together).toBeCloseTo(meanCorrelation.sae, 12);
    expect(Object.keys(byAttribute)).toEqual(mixed.attributes.map(({ id }) => id));
    expect(byAttribute[mixed.attributes[0]?.id ?? '']).toEqual(era?.meanCorrelation);
  });

  it('keeps tags out of the headline', async () => {
    const tagged = {
      ...catalogue,
      attributes: catalogue.attributes.map((attribute, a) => ({
        ...attribute,
        kind: a < 1 ? 'tag' : 'genre',
      })),
    };
    const measuredBoth = await evaluateInterpretability(
      { catalogue: tagged, activations, codes: planted, latents: LATENTS },
      options,
    );
    const { byKind, ...headline } = measuredBoth;
    expect(byKind?.['tag']?.attributes).toBe(1);
    expect(headline).toMatchObject(byKind?.['genre'] ?? {});
  });

  it('claims nothing where there is no attribute', async () => {
    const bare = { ...catalogue, attributes: [], itemAttributes: catalogue.ids.map(() => []) };
    const input = { catalogue: bare, activations, codes: planted, latents: LATENTS };
    const nothing = { sae: 0, concept: 0, raw: 0 };
    expect(await evaluateInterpretability(input, options)).toEqual({
      split: 'test',
      attributes: 0,
      hook: 'blocks.0',
      meanCorrelation: nothing,
    });
  });

  it('repeats itself for a seed', async () => {
    expect(await of(planted)).toEqual(await of(planted));
  });
});

describe('bestLatentCorrelations', () => {
  const evidence = gatherEvidence(catalogue, activations, planted, LATENTS, 1);

  it('is that of a concept of one latent', () => {
    const joined = bestConceptCorrelations(evidence, 1);
    bestLatentCorrelations(evidence).forEach((r, attribute) =>
      expect(r).toBeCloseTo(joined[attribute] ?? 9, 6),
    );
  });

  it('takes a feature that is low on an attribute only where the sign is free', () => {
    const turned = { ...evidence, codes: { ...planted, value: planted.value.map((value) => -value) } };
    const positive = bestLatentCorrelations(evidence);
    bestLatentCorrelations(turned, { codes: turned.codes, width: LATENTS, sign: 'either' }).forEach((r, i) =>
      expect(r).toBeCloseTo(positive[i] ?? 9, 6),
    );
    for (const r of bestLatentCorrelations(turned)) expect(r).toBeLessThan(0.4);
  });
});

const attribute = (id: string, kind: string) => ({ id, label: id, kind });

describe('measuredCatalogue', () => {
  it('keeps attributes of the kinds on enough items, numbered anew', () => {
    const small = {
      ids: ['0', '1', '2'],
      titles: ['', '', ''],
      attributes: [attribute('tag:x', 'tag'), attribute('genre:y', 'genre'), attribute('genre:z', 'genre')],
      itemAttributes: [
        [0, 1, 2],
        [0, 2],
        [0, 2],
      ],
      counts: [3, 2, 1],
    };
    const kept = measuredCatalogue(small, new Set(['genre']), 2);
    expect(kept.attributes.map(({ id }) => id)).toEqual(['genre:z']);
    expect(kept.itemAttributes).toEqual([[0], [0], [0]]);
  });
});
