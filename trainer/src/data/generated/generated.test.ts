import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { historyOf, trainingHistory, userCount } from '../dataset.ts';
import { generateDataset } from './generated.ts';

const data = generateDataset({ seed: 5, users: 300, items: 400 });
const kindOf = (attribute: number): string => data.catalogue.attributes[attribute]?.kind ?? '';
const histories = Array.from({ length: userCount(data) }, (_, user) => historyOf(data, user));

const digest = (seed: number): string =>
  createHash('sha256')
    .update(generateDataset({ seed, users: 20, items: 100 }).items)
    .digest('hex');

/** Share of pairs so many places apart in a history that have an attribute of the kind in common. */
const sharing = (kind: string, distance: number): number => {
  let shared = 0;
  let pairs = 0;
  for (const history of histories) {
    for (let i = distance; i < history.length; i++) {
      const before = data.catalogue.itemAttributes[history[i - distance] ?? 0] ?? [];
      const now = data.catalogue.itemAttributes[history[i] ?? 0] ?? [];
      pairs++;
      if (now.some((attribute) => kindOf(attribute) === kind && before.includes(attribute))) shared++;
    }
  }
  return shared / pairs;
};

describe('generateDataset', () => {
  it('gives the same bytes for a seed on every machine', () => {
    expect(digest(1)).toMatchInlineSnapshot(
      `"764861b4f7b0ecff02e6472ccaf0174ef972628962b074d01ff4e1b6ceb7f602"`,
    );
    expect(digest(2)).not.toBe(digest(1));
  });

  it('gives each user 40 to 60 different items in rising time', () => {
    for (const [user, history] of histories.entries()) {
      expect(history.length).toBeGreaterThanOrEqual(40);
      expect(history.length).toBeLessThanOrEqual(60);
      expect(new Set(history).size).toBe(history.length);
      const times = data.times?.subarray(data.offsets[user], data.offsets[user + 1]) ?? [];
      expect(times.every((time, i) => i === 0 || time > (times[i - 1] ?? 0))).toBe(true);
    }
  });

  it('gives each film a title of its own, one or two genres, one era and one mood', () => {
    expect(new Set(data.catalogue.titles).size).toBe(400);
    for (const list of data.catalogue.itemAttributes) {
      const kinds = list.map(kindOf);
      expect(kinds.filter((kind) => kind === 'genre').length).toBeGreaterThanOrEqual(1);
      expect(kinds.filter((kind) => kind === 'era')).toHaveLength(1);
      expect(kinds.filter((kind) => kind === 'mood')).toHaveLength(1);
    }
  });

  it('counts training interactions only', () => {
    const counts = data.catalogue.ids.map(() => 0);
    for (let user = 0; user < 300; user++) {
      for (const item of trainingHistory(data, user)) counts[item] = (counts[item] ?? 0) + 1;
    }
    expect(data.catalogue.counts).toEqual(counts);
  });

  it('has neighbours in a history share their genre, era and mood more often than chance', () => {
    for (const kind of ['genre', 'era', 'mood']) {
      expect(sharing(kind, 1)).toBeGreaterThan(1.3 * sharing(kind, 25));
    }
  });

  it('works for catalogues smaller than a history', () => {
    const tiny = generateDataset({ users: 3, items: 10 });
    expect([...tiny.offsets]).toEqual([0, 10, 20, 30]);
  });
});
