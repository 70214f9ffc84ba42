import { expect, test } from 'vitest';
import { parseConfig } from './schema.ts';

test('an unknown setting is named with the ones that there are', () => {
  expect(() => parseConfig({ concepts: { minItem: 3 }, foo: 1 }, 'mine.json')).toThrow(
    [
      'mine.json: these settings do not fit (docs/operations.md lists them all)',
      '  concepts.minItem: there is no such setting; expected one of minItems, maxLatents, methods, confirmed, basisSize, maxEmergent, sensitive, overrides, calibrationUsers, safetyUsers',
      '  foo: there is no such setting; expected one of seed, data, recommender, training, autoencoder, concepts',
    ].join('\n'),
  );
});

test('a value that does not fit is named with what was expected', () => {
  expect(() => parseConfig({ training: { maxEpochs: 'ten', dropout: 2 } }, 'the options')).toThrow(
    /training\.dropout: .*<=0\.95\n {2}training\.maxEpochs: .*expected number, received string/,
  );
});

test('a hook that the model lacks is refused before anything is trained', () => {
  const config = { recommender: { blocks: 2 }, autoencoder: { hook: 'blocks.2' } };
  expect(() => parseConfig(config, 'the options')).toThrow(
    'autoencoder.hook: a model of 2 blocks has blocks.0 to blocks.1, and final',
  );
  expect(parseConfig({ ...config, autoencoder: { hook: 'blocks.1' } }, '').autoencoder.hook).toBe('blocks.1');
});

test('every default is filled in, and stays when the whole config is read again', () => {
  const config = parseConfig({}, 'nothing');
  expect(config.seed).toBe(1);
  expect(config.data).toEqual({ source: 'generated' });
  expect(config.autoencoder.auxiliaryWeight).toBe(1 / 32);
  expect(parseConfig(config, 'itself')).toEqual(config);
});

test.each([
  [
    { recommender: { hiddenSize: 50, heads: 4 } },
    'recommender.heads: hiddenSize must be a multiple of heads',
  ],
  [
    { recommender: { maskProbability: 0.3 } },
    'recommender.maskProbability: gptrec hides no items; set kind to "bert4rec"',
  ],
  [{ recommender: { kind: 'sasrec' } }, 'recommender.kind: '],
  [{ autoencoder: { kind: 'relu-l1', refined: true } }, 'autoencoder.refined: only topk refines its codes'],
  [{ autoencoder: { latents: 4, k: 5 } }, 'autoencoder.k: k cannot exceed the number of latents'],
  [{ autoencoder: { hook: 'blocks' } }, 'autoencoder.hook: expected "final" or "blocks.<k>"'],
  [{ concepts: { maxLatents: 11 } }, 'concepts.maxLatents: '],
])('%j is refused', (input, problem) => {
  expect(() => parseConfig(input, 'mine.json')).toThrow(problem);
});
