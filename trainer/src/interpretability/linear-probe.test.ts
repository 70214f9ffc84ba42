import { describe, expect, it } from 'vitest';
import { gatherEvidence } from '../concepts/evidence.ts';
import { probeCorrelations } from './linear-probe.ts';
import {
  LATENTS,
  plantedActivations,
  plantedCatalogue,
  plantedCodes,
} from '../../testing/planted-evidence.ts';

describe('probeCorrelations', () => {
  const catalogue = plantedCatalogue();
  const probe = (hidden: Float32Array, d: number): number[] => {
    const activations = plantedActivations(catalogue, 0.01);
    const codes = plantedCodes(catalogue, activations.items, 0);
    return probeCorrelations(gatherEvidence(catalogue, activations, codes, LATENTS, 1), hidden, d);
  };

  it('reads what is linear in the states, wherever they lie, on users and items it has not seen', () => {
    const { hidden } = plantedActivations(catalogue, 0.01);
    for (const r of probe(hidden, 6)) expect(r).toBeGreaterThan(0.98);
    for (const r of probe(
      hidden.map((x) => x + 100),
      6,
    ))
      expect(r).toBeGreaterThan(0.98);
  });

  it('reads a direction that no single dimension has', () => {
    const { hidden } = plantedActivations(catalogue, 0.01);
    // dimensions x₀ + u and u with u ten times as large: only their difference tells genre 0
    const mixed = new Float32Array((hidden.length / 6) * 2);
    for (let row = 0; row < hidden.length / 6; row++) {
      const u = 1000 * (hidden[row * 6 + 5] ?? 0);
      mixed[2 * row] = (hidden[row * 6] ?? 0) + u / 100;
      mixed[2 * row + 1] = u / 100;
    }
    expect(probe(mixed, 2)[0]).toBeGreaterThan(0.9);
  });

  it('says nothing of states that hold nothing', () => {
    expect(probe(new Float32Array(4000 * 6), 6)).toEqual([0, 0, 0, 0]);
    for (const r of probe(plantedActivations(catalogue, 1000, 2).hidden, 6))
      expect(Math.abs(r)).toBeLessThan(0.1);
  });
});
