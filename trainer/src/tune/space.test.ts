import { describe, expect, it } from 'vitest';
import { drawSettings, parseSpace } from './space.ts';

const fits = (): null => null;
const odd = (settings: Record<string, unknown>): string | null =>
  settings['recommender.heads'] === 3 ? 'heads!' : null;

describe('parseSpace', () => {
  it('takes lists and ranges', () => {
    const space = { 'recommender.blocks': [1, 2], 'training.dropout': { from: 0, to: 0.5 } };
    expect(parseSpace(space, 'space.json')['training.dropout']).toEqual({
      from: 0,
      to: 0.5,
      scale: 'linear',
      whole: false,
    });
  });

  it.each([
    ['a key that changes no validation figure', { 'autoencoder.k': [1] }],
    ['the epochs, which are the search’s own', { 'training.maxEpochs': [1] }],
    ['no values', { 'training.dropout': [] }],
    ['a range from above to below', { 'training.dropout': { from: 1, to: 0 } }],
    ['a log scale from nothing', { 'training.dropout': { from: 0, to: 1, scale: 'log' } }],
    ['an unknown key of a range', { 'training.dropout': { from: 0, to: 1, step: 1 } }],
  ])('refuses %s', (_, space) => {
    expect(() => parseSpace(space, 'space.json')).toThrow(/^space\.json: expected settings by dotted keys/);
  });
});

describe('drawSettings', () => {
  it('draws distinct settings within the space, the same for a seed', () => {
    const space = parseSpace(
      {
        'training.learningRate': { from: 1e-4, to: 1e-2, scale: 'log' },
        'recommender.blocks': [1, 2, 3],
        'recommender.maxLength': { from: 10, to: 12, whole: true },
      },
      'space.json',
    );
    const drawn = drawSettings(space, 200, 1, fits);
    expect(new Set(drawn.map((settings) => JSON.stringify(settings))).size).toBe(200);
    const rates = drawn.map((settings) => Number(settings['training.learningRate']));
    expect(Math.min(...rates)).toBeGreaterThanOrEqual(1e-4);
    expect(Math.max(...rates)).toBeLessThanOrEqual(1e-2);
    // half lie below the geometric mean, 1e-3: 100 ± 4 · √(200 / 4)
    expect(Math.abs(rates.filter((rate) => rate < 1e-3).length - 100)).toBeLessThan(29);
    expect(new Set(drawn.map((settings) => settings['recommender.blocks']))).toEqual(new Set([1, 2, 3]));
    expect(new Set(drawn.map((settings) => settings['recommender.maxLength']))).toEqual(
      new Set([10, 11, 12]),
    );
    expect(drawSettings(space, 200, 1, fits)).toEqual(drawn);
    expect(drawSettings(space, 200, 2, fits)).not.toEqual(drawn);
  });

  it('gives fewer where the space holds no more, and one where there is no space', () => {
    expect(drawSettings({ 'recommender.blocks': [1, 2] }, 5, 1, fits)).toHaveLength(2);
    expect(drawSettings({}, 5, 1, fits)).toEqual([{}]);
  });

  it('draws again what does not fit, and says why when nothing does', () => {
    const space = { 'recommender.heads': [2, 3] };
    expect(drawSettings(space, 5, 1, odd)).toEqual([{ 'recommender.heads': 2 }]);
    expect(() => drawSettings(space, 5, 1, () => 'no such key')).toThrow(
      'nothing in the space fits: no such key',
    );
  });
});
