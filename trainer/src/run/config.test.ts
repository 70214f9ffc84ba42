import { describe, expect, it } from 'vitest';
import { parseConfig } from './config.ts';
import { withDefaults } from './defaults.ts';

describe('parseConfig', () => {
  it('fills in every default', () => {
    const config = parseConfig({}, 'nothing');
    expect(config.seed).toBe(1);
    expect(config.data).toEqual({ source: 'generated' });
    expect(config.autoencoder.auxiliaryWeight).toBe(1 / 32);
    expect(parseConfig(config, 'itself')).toEqual(config);
  });

  it.each([
    [{ training: { epochs: 3 } }, 'training: Unrecognized key: "epochs"'],
    [{ sead: 3 }, '(top): Unrecognized key: "sead"'],
    [
      { recommender: { hiddenSize: 50, heads: 4 } },
      'recommender.heads: hiddenSize must be a multiple of heads',
    ],
    [{ autoencoder: { latents: 4, k: 5 } }, 'autoencoder.k: k cannot exceed the number of latents'],
    [{ autoencoder: { hook: 'blocks' } }, 'autoencoder.hook: expected "final" or "blocks.<k>"'],
    [{ training: { dropout: 1 } }, 'training.dropout: '],
    [{ concepts: { maxLatents: 11 } }, 'concepts.maxLatents: '],
  ])('names what is wrong with %j, and where it came from', (input, problem) => {
    expect(() => parseConfig(input, 'file.json')).toThrow(`file.json: the config does not fit\n  ${problem}`);
  });
});

describe('withDefaults', () => {
  it('suits the built-in data, and real data otherwise', () => {
    expect(withDefaults({}).recommender?.hiddenSize).toBe(48);
    expect(withDefaults({ data: { source: 'generated' } }).recommender?.hiddenSize).toBe(48);
    expect(withDefaults({ data: { source: 'ml-1m' } }).recommender?.hiddenSize).toBe(64);
  });

  it('gives way key by key to what was asked for', () => {
    const config = withDefaults({ training: { maxEpochs: 2 }, concepts: { maxEmergent: 0 } });
    expect(config.training?.maxEpochs).toBe(2);
    expect(config.training?.batchTokens).toBe(1536);
    expect(config.concepts).toMatchObject({ maxEmergent: 0, minItems: 20 });
  });

  it.each(['generated', 'ml-1m'])('fits the schema for %s', (source) => {
    expect(parseConfig(withDefaults({ data: { source } }), 'the defaults').data.source).toBe(source);
  });
});
