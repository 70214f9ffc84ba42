import { describe, expect, it } from 'vitest';
import { checkSensitive, isSensitive, SensitiveError } from './sensitive.ts';

const attributes = [
  { id: 'genre:war', label: 'War', kind: 'genre' },
  { id: 'mood:dark', label: 'Dark', kind: 'mood' },
];
const catalogue = { attributes, itemAttributes: [[0], []] };

describe('isSensitive', () => {
  it('knows an attribute by its id and by its kind', () => {
    const war = { id: 'genre:war', kind: 'genre' };
    expect(isSensitive(war, ['genre:war'])).toBe(true);
    expect(isSensitive(war, ['genre'])).toBe(true);
    expect(isSensitive(war, ['genre:drama', 'mood'])).toBe(false);
  });
});

describe('checkSensitive', () => {
  it('passes what items have', () => {
    expect(() => checkSensitive(catalogue, ['genre:war', 'genre'])).not.toThrow();
    expect(() => checkSensitive(catalogue, [])).not.toThrow();
  });

  it('names what nothing in the catalogue is called, and what there is', () => {
    const wrong = ['genre', 'genre:wra'];
    expect(() => checkSensitive(catalogue, wrong)).toThrow(SensitiveError);
    expect(() => checkSensitive(catalogue, wrong)).toThrow(
      'no item has "genre:wra"; expected a kind of attribute (here: genre)',
    );
  });

  it('names an attribute that the catalogue lists and nothing has', () => {
    expect(() => checkSensitive(catalogue, ['mood:dark'])).toThrow('no item has "mood:dark"');
    expect(() => checkSensitive({ attributes: [], itemAttributes: [] }, ['mood'])).toThrow('(here: none)');
  });
});
