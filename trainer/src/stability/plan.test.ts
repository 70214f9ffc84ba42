import { expect, it } from 'vitest';
import { parseConfig } from '../config/schema.ts';
import { cellsOf } from './plan.ts';
import { cellResultSchema } from './summary.ts';

const changed = (name: string, recommender: object) => {
  const config = parseConfig({ recommender, training: { maxEpochs: 20, patience: 5 } }, 'a test');
  const cell = cellsOf().find((one) => one.name === name);
  return cell && parseConfig(cell.change(config), 'a test');
};

it('the other architecture learns from as many targets, though BERT4Rec learns from three tenths of a history', () => {
  const bert4rec = changed('architecture', { kind: 'gptrec', hiddenSize: 32, heads: 2 });
  expect(bert4rec?.recommender).toMatchObject({ kind: 'bert4rec', hiddenSize: 32, maskProbability: 0.3 });
  expect(bert4rec?.training).toMatchObject({ maxEpochs: 67, patience: 17 }); // 20/.3 and 5/.3
  const gptrec = changed('architecture', { kind: 'bert4rec', maskProbability: 0.5 });
  expect(gptrec?.recommender).toMatchObject({ kind: 'gptrec' });
  expect(gptrec?.recommender.maskProbability).toBeUndefined();
  expect(gptrec?.training).toMatchObject({ maxEpochs: 10, patience: 3 });
});

it('half as wide again is in whole heads', () => {
  expect(changed('width', { hiddenSize: 30, heads: 3 })?.recommender.hiddenSize).toBe(45);
});

const cell = (presets: object[]) => ({
  cell: 'seed',
  seconds: { train: 1, autoencoder: 1, concepts: 1 },
  validationNdcg10: 0.1,
  measured: { concepts: [], presets, boosted: [], wishes: [], pwMcc: null },
});

it('a cell that was measured when less was is not taken for a whole one', () => {
  const preset = { kind: 'mixed', concepts: true, overlap: true, gain: true, steady: true };
  expect(cellResultSchema.safeParse(cell([{ ...preset, paired: true }])).success).toBe(true);
  expect(cellResultSchema.safeParse(cell([preset])).success).toBe(false);
});
