// What is told of wishes beside their counts, where they hold besides a single list, and what is refused.
import { beforeAll, describe, expect, test } from 'vitest';
import { codeOf, idsOf, itemsIn, listOf, problem, serveTiny, type Answer } from '../../test/harness.ts';
import {
  ask,
  cameOf,
  COMEDY,
  count,
  HISTORY,
  HORROR,
  idsFrom,
  recommend,
  WESTERN,
  wishing,
} from '../../test/wishing.ts';

/** Horror items in the first ten of the plain list. */
let base: number;
let plain: Answer;

beforeAll(async () => {
  await serveTiny();
  plain = await recommend({ limit: 27 });
  base = count(idsFrom(plain), 0);
});

describe('without a history', () => {
  test.for([[[]], [['unheard-of']]])('%j: the popular list is brought to the wishes', async ([history]) => {
    const answer = await recommend({ history, steering: { concepts: { [WESTERN]: { targetShare: 0.5 } } } });
    // The five most popular of the genre, and the five most popular others.
    expect(idsFrom(answer)).toEqual(['i0', 'i1', 'i2', 'i3', 'i4', 'i5', 'i6', 'i8', 'i11', 'i14']);
    expect([answer.body['source'], cameOf(answer)]).toEqual([
      'popular',
      [{ concept: WESTERN, asked: { targetShare: 0.5 }, base: 3, came: 5, kept: true }],
    ]);
  });
});

describe('what is told', () => {
  test('items that a wish brought up have that for a reason', async () => {
    const concepts = { [HORROR]: { more: 2 } };
    const answer = await wishing(concepts, { explain: true });
    const brought = itemsIn(answer).filter(({ explanation }) => explanation?.reasons[0] === 'wish');
    const before = idsFrom(plain).slice(0, 10);
    expect(brought.map(({ id }) => id)).toEqual(idsFrom(answer).filter((id) => !before.includes(id)));
    expect(brought).toHaveLength(2);
  });

  test('compare sets the list against the one without wishes, never among them', async () => {
    const answer = await wishing({ [HORROR]: 'never' }, { compare: true });
    expect(idsOf(answer.body['base'])).toEqual(idsFrom(plain).slice(0, 10));
    expect(answer.body['comparison']?.['shares']).toEqual([{ concept: HORROR, before: base / 10, after: 0 }]);
  });

  test('concepts that the model lacks are ignored; never still excludes the attribute of that name', async () => {
    const answer = await wishing({ 'genre:none': { more: 1 }, 'genre:nothing': 'never' });
    expect(answer.body['ignored']?.['concepts']).toEqual(['genre:none', 'genre:nothing']);
    expect(answer.body['wishes']).toBeUndefined();
    expect(answer.body['items']).toEqual((await recommend({})).body['items']);
  });

  test('target shares are told in the old way too', async () => {
    const answer = await wishing({ [HORROR]: { targetShare: 0.25 }, [COMEDY]: { atLeast: 0.1 } });
    const share = cameOf(answer)[0]?.came;
    expect(answer.body['targets']).toEqual([
      { concept: HORROR, wanted: 0.25, share: (share ?? NaN) / 10, reached: true },
    ]);
  });

  test('a batch answers as one by one', async () => {
    const steering = { concepts: { [HORROR]: { more: 1 }, [COMEDY]: 'never' } };
    const histories = [HISTORY, [], ['i1']];
    const batch = await ask('POST', '/v1/recommendations/batch', { body: { histories, steering } });
    const results = listOf(batch.body['results']);
    for (const [at, history] of histories.entries()) {
      const { body } = await recommend({ history, steering });
      expect(results[at]).toMatchObject({ items: body['items'], wishes: body['wishes'] });
    }
    expect(results).toHaveLength(3);
  });
});

describe('refusals', () => {
  const eleven = Object.fromEntries('abcdefghijk'.split('').map((id) => [id, 'never']));
  test.for<[object, string, string]>([
    [{ [HORROR]: { targetShare: 1.5 } }, `${HORROR}.targetShare`, 'at most 1'],
    [{ [HORROR]: { atLeast: -0.5 } }, `${HORROR}.atLeast`, 'at least 0'],
    [{ [HORROR]: { more: 11 } }, `${HORROR}.more`, 'at most 10'],
    [{ [HORROR]: { less: 1.5 } }, `${HORROR}.less`, 'int'],
    [{ [HORROR]: { more: 'two' } }, `${HORROR}.more`, 'number'],
    [{ [HORROR]: { more: 1, less: 1 } }, HORROR, 'exactly one of targetShare, more, less, atLeast, atMost'],
    [{ [HORROR]: {} }, HORROR, 'exactly one of targetShare, more, less, atLeast, atMost'],
    [{ [HORROR]: { most: 3 } }, `${HORROR}.most`, 'no such field'],
    [{ [HORROR]: 'seldom' }, HORROR, 'number or one of never or object'],
  ])('%j', async ([concepts, path, expected]) => {
    const answer = await wishing(concepts);
    expect(codeOf(answer)).toEqual(problem(400, 'invalid-request'));
    expect(answer.body['errors']?.[0]).toMatchObject({ path: `body.steering.concepts.${path}`, expected });
  });

  test('more than ten wishes that are no strengths', async () => {
    const answer = await wishing(eleven);
    expect(answer.body['errors']).toMatchObject([
      { path: 'body.steering.concepts', expected: 'at most 10 of the wishes can be other than strengths' },
    ]);
  });
});
