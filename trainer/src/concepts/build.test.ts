import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { conceptSchema } from '@trimtab/shared/concepts.ts';
import type { SteeringBench } from '../steering/bench.ts';
import type { ConceptSettings } from '../config/schema.ts';
import { silent } from '../config/progress.ts';
import { startBackend } from '../tensorflow/backend.ts';
import { buildConcepts } from './build.ts';
import { directionOf } from './direction.ts';
import { latentEffect } from './effect-latents.ts';
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

/** Eight latents in a space of three: the planted ones lie to both sides of axis 0, the cluster more along axis 1. */
const decoder = new Float32Array(8 * 3);
decoder.set([1, 0, 0.5], 2 * 3);
decoder.set([1, 0, -0.5], 5 * 3);
decoder.set([3, 4, 0], 6 * 3);
decoder.set([0.6, 0.8, 0], 7 * 3);
const autoencoder = { 'decoder.weight': { shape: [8, 3], data: decoder } };

/** Only what moves along axis 0 brings the planted items into lists, and every axis costs the same. */
const output = {
  hiddenSize: 3,
  fisher: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1),
  massGradient: (items: ReadonlySet<number>) =>
    Promise.resolve(Float64Array.of([...items].every((item) => item % 5 === 0) ? 1 : 0, 0, 0)),
};

const effect = latentEffect(output.fisher, decoder, 3);

type Runs = Pick<SteeringBench, 'run'>;

/** One user, whose list holds more of the planted item 0 by axis 0 and more of item 199 of the cluster by axis 1. */
const benchWith = (gains: [number, number]): Runs => ({
  run(change) {
    const [x = 0, y = 0] = tf.tidy(() => Array.from(change?.(tf.zeros([1, 3]), 0).dataSync() ?? []));
    const places = [gains[0] * x, gains[1] * y].map((size) =>
      Math.max(0, Math.min(50, Math.round(10 + 4 * size))),
    );
    const list = [0, 199].flatMap((item, i) => Array.from({ length: places[i] ?? 0 }, () => item));
    const rest = Array.from({ length: 100 - list.length }, () => 21); // of neither
    return Promise.resolve({
      lists: [[...list, ...rest]],
      ndcg10: Float64Array.of(0.5),
      meanScores: Float64Array.of(x, y, 0),
    });
  },
});

const calibrateOthers = () => () => Promise.resolve({ gradient: { up: 2, down: 3 } });

const build = (bench: Runs, sensitive: string[] = []) =>
  buildConcepts({
    evidence: plantedEvidence(),
    autoencoder,
    bench,
    calibrateOthers,
    output,
    effect,
    settings: { ...settings, sensitive },
    overrides: {},
    report: silent,
  });

beforeAll(async () => {
  await startBackend({ backend: 'wasm' });
});

describe('buildConcepts', () => {
  it('builds nothing when what shall not become a concept is not there', async () => {
    await expect(build(benchWith([1, 1]), ['genre:plnated'])).rejects.toThrow('"genre:plnated"');
  });

  it('calibrates and describes attribute concepts, then emergent ones', async () => {
    const concepts = await build(benchWith([1, 1]));
    expect(concepts.map(({ kind }) => kind)).toEqual(['attribute', 'emergent']); // nothing raises the third
    concepts.forEach((concept) => expect(conceptSchema.safeParse(concept).error).toBeUndefined());
    const [planted, cluster] = concepts;
    expect(planted?.id).toBe('genre:planted');
    const plantedItems = new Set(itemsOf('genre:planted'));
    expect(planted?.topItems.every((item) => plantedItems.has(item))).toBe(true);
    // fires on .9 of the positions of a fifth of the items, and the cluster on .5 of those of 40 in 200
    expect(Math.abs((planted?.density ?? 0) - 0.9 / 5)).toBeLessThan(0.03);
    expect(Math.abs((cluster?.density ?? 0) - 0.5 / 5)).toBeLessThan(0.03);
    expect(planted?.calibrations).toEqual({ gradient: { up: 2, down: 3 } });
    expect(planted?.promoted[0]).toBe(0);
    expect(planted?.latents.map(({ index }) => index).sort()).toEqual([2, 5]);
    for (const { weight, reading = 0 } of planted?.latents ?? []) {
      expect(weight).toBeCloseTo(0.5, 3); // together one unit along axis 0
      expect(Math.abs(reading - 0.6)).toBeLessThan(0.1); // E z / E z² of a uniform from 1 to 2, less the ridge
    }
    expect(cluster?.promoted[0]).toBe(1);
  });

  it('leaves out a concept that no edit brings into more lists', async () => {
    const lines: string[] = [];
    const report = { ...silent, line: (text: string) => void lines.push(text) };
    const bench = benchWith([-1, 1]);
    const concepts = await buildConcepts({
      evidence: plantedEvidence(),
      autoencoder,
      bench,
      calibrateOthers,
      output,
      effect,
      settings,
      overrides: {},
      report,
    });
    expect(concepts.map(({ kind }) => kind)).toEqual(['emergent']);
    expect(lines).toContain(
      '"Planted" is left out: no edit raises its share, or none that keeps the ranking',
    );
  });

  it('names the nearest other concepts by the direction that they move', async () => {
    const [planted, cluster] = await build(benchWith([1, 1]));
    expect(planted?.neighbours).toEqual([{ id: cluster?.id, cosine: expect.closeTo(0.6, 6) as number }]);
    expect(cluster?.neighbours).toEqual([{ id: planted?.id, cosine: expect.closeTo(0.6, 6) as number }]);
  });
});

describe('directionOf', () => {
  it('adds up decoder rows by weight', () => {
    const latents = [
      { index: 6, weight: 0.5 },
      { index: 7, weight: -1 },
    ];
    expect(Array.from(directionOf({ latents }, autoencoder))).toEqual(
      [1.5 - 0.6, 2 - 0.8, 0].map(Math.fround),
    );
  });
});
