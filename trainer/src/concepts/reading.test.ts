import { describe, expect, it } from 'vitest';
import { rowsOf } from './evidence.ts';
import { plantedEvidence } from '../../testing/example-evidence.ts';
import { readingAims } from './reading.ts';

const evidence = plantedEvidence();
const { codes, items, catalogue } = evidence;
const rows = rowsOf(evidence, 'selection', 'A');
const aims = readingAims(evidence, rows);

/** z of a latent at each of the rows. */
const activation = (latent: number): number[] =>
  Array.from(rows, (row) => {
    const own = Array.from({ length: codes.k }, (_, i) => row * codes.k + i);
    return own.reduce(
      (sum, place) => sum + (codes.latent[place] === latent ? (codes.value[place] ?? 0) : 0),
      0,
    );
  });

const labels = (attribute: number): number[] =>
  Array.from(rows, (row) => (catalogue.itemAttributes[items[row] ?? 0]?.includes(attribute) ? 1 : 0));

/** E ab - E a · E b, with E the mean over items of the mean over an item's positions. */
function covarianceAlike(a: readonly number[], b: readonly number[]): number {
  const places = Map.groupBy(a.keys(), (i) => items[rows[i] ?? 0] ?? 0);
  const overItems = (of: (i: number) => number): number => {
    const means = [...places.values()].map((own) => own.reduce((sum, i) => sum + of(i) / own.length, 0));
    return means.reduce((sum, mean) => sum + mean / means.length, 0);
  };
  return (
    overItems((i) => (a[i] ?? 0) * (b[i] ?? 0)) - overItems((i) => a[i] ?? 0) * overItems((i) => b[i] ?? 0)
  );
}

describe('readingAims', () => {
  it('gains the covariance of a latent with the labels, items counting alike', () => {
    const { gains } = aims(0);
    expect(gains).toHaveLength(evidence.latents);
    for (const latent of [0, 2, 5, 7])
      expect(gains[latent]).toBeCloseTo(covarianceAlike(activation(latent), labels(0)), 6);
    expect(gains[2]).toBeGreaterThan(0.05);
  });

  it('costs the covariance of latents, with a ridge of 3% of the mean variance on a variance', () => {
    const { between } = aims(0);
    for (const [a, b] of [
      [2, 5],
      [5, 2],
      [7, 1],
    ] as const)
      expect(between(a, b)).toBeCloseTo(covarianceAlike(activation(a), activation(b)), 6);
    const variances = Array.from({ length: evidence.latents }, (_, latent) =>
      covarianceAlike(activation(latent), activation(latent)),
    );
    const ridge = (0.03 * variances.reduce((sum, value) => sum + value, 0)) / variances.length;
    expect(between(2, 2)).toBeCloseTo((variances[2] ?? 0) + ridge, 6);
  });

  it('gives an item seen a thousand times no more weight than another', () => {
    const [first = 0, ...others] = rows;
    const often = Int32Array.from([...Array.from({ length: 1000 }, () => first), ...others]);
    const alone = rows.filter((row, i) => i === 0 || items[row] !== items[first]);
    const { gains } = readingAims(
      evidence,
      often.filter((row, i) => i < 1000 || items[row] !== items[first]),
    )(0);
    readingAims(
      evidence,
      alone,
    )(0).gains.forEach((gain, latent) => expect(gains[latent]).toBeCloseTo(gain, 9));
  });
});
