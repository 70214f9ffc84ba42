import { describe, expect, it } from 'vitest';
import { parseConfig } from './schema.ts';
import { withDefaults } from './defaults.ts';

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
