import { expect, test } from 'vitest';
import { measureAutoencoder } from './autoencoder-cost.ts';
import { model } from '../../testing/example-graphs.ts';

test('the autoencoder costs its two matrices and little beside them', async () => {
  const { autoencoder: config, autoencoderWeights: weights } = model('final', 'int8');
  const { bytes, milliseconds } = await measureAutoencoder({ config, weights });
  const matrices = 4 * 2 * config.latents * config.hiddenSize;
  expect(bytes).toBeGreaterThan(matrices);
  expect(bytes).toBeLessThan(matrices + 2500);
  expect(milliseconds).toBeGreaterThan(0);
});
