// What steering does to a list and how it is told, inside workerd on the tiny model: 30 items, item i of genre i mod 3.
import { recommendationResponseSchema, type Explanation, type RecommendedItem } from '@trimtab/shared/api.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  bodyOf,
  codeOf,
  idsOf,
  itemsIn,
  listOf,
  problem,
  serveTiny,
  testApp,
  type Answer,
} from '../../test/harness.ts';

const { ask } = testApp();
const HISTORY = ['i9', 'i4', 'i2'];
const HORROR = 'genre:horror';
const TAKES_TARGETS = 'the method "target" takes { targetShare } and no strength';

const recommend = (body: object): Promise<Answer> =>
  ask('POST', '/v1/recommendations', { body: { history: HISTORY, ...body } });

function explanationOf({ id, explanation }: RecommendedItem): Explanation {
  if (explanation === undefined) throw new Error(`${id} is not explained`);
  return explanation;
}

const shareOf = (items: readonly RecommendedItem[], attribute: string): number =>
  items.filter(({ attributes }) => attributes.includes(attribute)).length / items.length;

beforeAll(async () => {
  await serveTiny();
});

describe('methods', () => {
  const meanRank = async (method: string, strength: number): Promise<number> => {
    const answer = await recommend({ limit: 27, steering: { method, concepts: { [HORROR]: strength } } });
    const ranks = itemsIn(answer).flatMap(({ attributes, rank }) =>
      attributes.includes(HORROR) ? rank : [],
    );
    return ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length;
  };

  test.for(['add', 'set', 'gradient'])('%s: more brings items up, less takes them away', async (method) => {
    const [less, base, more] = [
      await meanRank(method, -1),
      await meanRank(method, 0),
      await meanRank(method, 1),
    ];
    expect(less).toBeGreaterThan(base);
    expect(more).toBeLessThan(base);
  });

  test.for(['add', 'set', 'scale', 'gradient'])('%s: strength 0 changes nothing', async (method) => {
    const plain = await recommend({ limit: 27 });
    const zero = await recommend({ limit: 27, steering: { method, concepts: { [HORROR]: 0 } } });
    expect(zero.body['items']).toEqual(plain.body['items']);
  });

  test('scale moves what fires, and leaves what does not', async () => {
    const moved = new Set<boolean>();
    for (const item of Array.from({ length: 10 }, (_, i) => `i${i}`)) {
      const steering = { method: 'scale', concepts: { [HORROR]: 1 } };
      const { body } = await recommend({ history: [item], compare: true, steering });
      moved.add(idsOf(body['items']).join() !== idsOf(body['base']).join());
    }
    expect(moved).toEqual(new Set([true, false]));
  });

  test.for<[object, object, boolean]>([
    [{ method: 'target', concepts: { [HORROR]: { targetShare: 0.5 } } }, {}, true],
    [{ concepts: { [HORROR]: { targetShare: 0.2 }, 'genre:comedy': 0.2 } }, { exclude: ['i1'] }, true],
    // Nine of its ten items are left, the tenth being in the history: the answer says how far it got.
    [{ concepts: { [HORROR]: { targetShare: 1 } } }, {}, false],
  ])('%j: the share of the first ten is what it is said to be', async ([steering, other, reached]) => {
    const answer = await recommend({ ...other, steering });
    const [target] = listOf(answer.body['targets']);
    const wanted = (steering as { concepts: Record<string, { targetShare: number }> }).concepts[HORROR];
    expect(target).toMatchObject({ concept: HORROR, wanted: wanted?.targetShare, reached });
    expect(shareOf(itemsIn(answer), HORROR)).toBe(target?.['share']);
    expect(answer.body['source']).toBe('steered');
  });

  test('of the ten that meet a target, those with the concept and those without keep the order of the unsteered scores', async () => {
    const steering = { concepts: { [HORROR]: { targetShare: 0.5 } } };
    const { body } = await recommend({ limit: 50, compare: true, steering });
    const [first, all] = [idsOf(body['items']).slice(0, 10), idsOf(body['base'])];
    for (const isOwn of [true, false]) {
      const some = first.filter((id) => (Number(id.slice(1)) % 3 === 0) === isOwn);
      expect(some).toHaveLength(5);
      expect(some).toEqual(all.filter((id) => some.includes(id)));
    }
    expect(first).not.toEqual(all.slice(0, 10));
  });

  test.for<[object, string, string]>([
    [{ method: 'target', concepts: { [HORROR]: 0.5 } }, `body.steering.concepts.${HORROR}`, TAKES_TARGETS],
    [
      { concepts: { [HORROR]: { targetShare: 1.5 } } },
      `body.steering.concepts.${HORROR}.targetShare`,
      'at most 1',
    ],
    [
      { concepts: { [HORROR]: 'more' } },
      `body.steering.concepts.${HORROR}`,
      'number or one of never or object',
    ],
    [
      { concepts: Object.fromEntries('abcdefghijk'.split('').map((id) => [id, { targetShare: 0.1 }])) },
      'body.steering.concepts',
      'at most 10 of the wishes can be other than strengths',
    ],
    [{ method: 'replace' }, 'body.steering.method', 'one of add, set, scale, gradient, target'],
  ])('%j is refused, at %s', async ([steering, path, expected]) => {
    const answer = await recommend({ steering });
    expect(codeOf(answer)).toEqual(problem(400, 'invalid-request'));
    expect(answer.body['errors']).toMatchObject([{ path, expected }]);
  });
});

describe('comparison', () => {
  test('shares before and after are those of the two lists', async () => {
    const concepts = { [HORROR]: 1, 'genre:comedy': -1 };
    const answer = await recommend({ compare: true, steering: { concepts } });
    const { base = [] } = bodyOf(answer, recommendationResponseSchema);
    const shares = Object.keys(concepts).map((concept) => ({
      concept,
      before: shareOf(base, concept),
      after: shareOf(itemsIn(answer), concept),
    }));
    const isNew = itemsIn(answer).filter(({ id }) => !base.some((item) => item.id === id));
    expect(answer.body['comparison']).toMatchObject({ shares, replaced: isNew.length / 10 });
  });

  test('unsteered, the impact is none', async () => {
    const { body } = await recommend({ compare: true, steering: { concepts: { [HORROR]: 0 } } });
    expect(body['comparison']).toEqual({ impact: 'none', replaced: 0, shares: [] });
  });
});

describe('diversity', () => {
  test('the more of it, the less the first items are alike; pages still fit', async () => {
    const varied = await recommend({ limit: 9, diversity: 1 });
    const genres = itemsIn(varied).map(({ attributes }) => attributes[0]);
    expect(new Set(genres.slice(0, 3)).size).toBe(3);
    const first = await recommend({ limit: 4, diversity: 1 });
    const next = await recommend({ limit: 5, diversity: 1, cursor: first.body['nextCursor'] });
    expect([first, next].flatMap(({ body }) => idsOf(body['items']))).toEqual(idsOf(varied.body['items']));
    const none = await recommend({ diversity: 0 });
    expect(none.body['items']).toEqual((await recommend({})).body['items']);
  });
});

describe('explain', () => {
  test('the parts sum to the score, and name what was steered and seen', async () => {
    const concepts = { [HORROR]: 1, 'genre:comedy': -0.5, 'genre:western': 0 };
    const answer = await recommend({ explain: true, steering: { concepts } });
    expect(itemsIn(answer)).toHaveLength(10);
    for (const item of itemsIn(answer)) {
      const { concepts: steered, history, remainder } = explanationOf(item);
      const sum = [...steered, ...history].reduce((all, { change }) => all + change, remainder);
      expect(sum).toBeCloseTo(item.score, 9);
      expect(steered.map(({ id }) => id)).toEqual([HORROR, 'genre:comedy']);
      expect(history.map(({ id }) => id)).toEqual(HISTORY.toReversed());
    }
    expect(itemsIn(answer)[0]?.explanation?.reasons).toContain('steered');
  });

  test('a part is the change of score when its cause is left out', async () => {
    const steering = { concepts: { [HORROR]: 1 } };
    const scoresOf = async (body: object): Promise<Map<string, number>> =>
      new Map(
        itemsIn(await recommend({ limit: 30, includeSeen: true, ...body })).map((i) => [i.id, i.score]),
      );
    const unsteered = await scoresOf({});
    const unseen = await scoresOf({ steering, history: ['i9', 'i2'] });
    const explained = itemsIn(await recommend({ limit: 30, includeSeen: true, steering, explain: true }));
    expect(explained).toHaveLength(30);
    for (const item of explained) {
      const { id, score } = item;
      const explanation = explanationOf(item);
      // Both scores and the change are rounded to .01.
      const tolerance = 0.0151;
      const seen = explanation.history.find((part) => part.id === 'i4');
      expect(
        Math.abs((explanation.concepts[0]?.change ?? NaN) - (score - (unsteered.get(id) ?? NaN))),
      ).toBeLessThan(tolerance);
      expect(Math.abs((seen?.change ?? NaN) - (score - (unseen.get(id) ?? NaN)))).toBeLessThan(tolerance);
    }
  });

  test('only items that the model used have a part: the newest eight, and no part for an only one', async () => {
    const history = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((item) => `i${item}`);
    const [first] = itemsIn(await recommend({ explain: true, limit: 1, history }));
    expect(first?.explanation?.history.map(({ id }) => id)).toEqual(history.slice(1).toReversed());
    const only = await recommend({ explain: true, history: ['i4'] });
    expect(itemsIn(only)[0]?.explanation).toMatchObject({ reasons: ['history'], concepts: [], history: [] });
  });

  test('popular items are there for being popular', async () => {
    const answer = await recommend({ explain: true, history: [], limit: 1 });
    expect(listOf(answer.body['items'])[0]?.['explanation']).toEqual({
      reasons: ['popular'],
      concepts: [],
      history: [],
      remainder: 1,
    });
  });
});
