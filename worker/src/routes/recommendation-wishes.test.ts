// Wishes for the list, inside workerd on the tiny model: 30 items, item i of genre i mod 3 and i-th in popularity.
import { beforeAll, describe, expect, test } from 'vitest';
import { PREFERENCE } from '@trimtab/shared/promise/kept-tens.ts';
import { codeOf, listOf, problem, serveTiny, type Answer, type Json } from '../../test/harness.ts';
import {
  cameOf,
  COMEDY,
  count,
  genreOf,
  HORROR,
  idsFrom,
  recommend,
  scoresIn,
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

describe('one wish', () => {
  test.for<[object | string, (before: number) => number]>([
    [{ targetShare: 0.6 }, () => 6],
    [{ targetShare: 0 }, () => 0],
    [{ more: 2 }, (before) => before + 2],
    [{ less: 2 }, (before) => before - 2],
    [{ atLeast: 0.75 }, () => 8],
    [{ atMost: 0.15 }, () => 1],
    [{ atLeast: 0.1 }, (before) => before],
    [{ atMost: 0.9 }, (before) => before],
    ['never', () => 0],
  ])('%j: the first ten are what was asked for', async ([wish, wanted]) => {
    expect(base).toBeGreaterThan(2);
    const answer = await wishing({ [HORROR]: wish });
    expect(cameOf(answer)).toEqual([{ concept: HORROR, asked: wish, base, came: wanted(base), kept: true }]);
    expect(idsFrom(answer)).toHaveLength(10);
    expect(count(idsFrom(answer), 0)).toBe(wanted(base));
    expect(answer.body['source']).toBe('steered');
  });

  test('a bound that is met leaves the list as it is, score for score', async () => {
    const answer = await wishing({ [HORROR]: { atLeast: 0.1 } });
    expect(answer.body['items']).toEqual((await recommend({})).body['items']);
  });

  test('what is kept of the list is its best: one genre gains its best items, the others lose their worst', async () => {
    const all = idsFrom(plain);
    const [own, others] = [all.filter((id) => genreOf(id) === 0), all.filter((id) => genreOf(id) !== 0)];
    const best = [...own.slice(0, base + 2), ...others.slice(0, 8 - base)];
    const answer = await wishing({ [HORROR]: { more: 2 } });
    const scores = scoresIn(plain);
    const worth = (id: string): number => (scores.get(id) ?? NaN) + (genreOf(id) === 0 ? PREFERENCE : 0);
    expect(idsFrom(answer)).toEqual(best.toSorted((a, b) => worth(b) - worth(a)));
    expect(idsFrom(answer)).not.toEqual(all.filter((id) => best.includes(id)));
  });

  test('counts are of ten whatever the limit', async () => {
    const whole = await wishing({ [HORROR]: { more: 2 } });
    const short = await wishing({ [HORROR]: { more: 2 } }, { limit: 3 });
    expect(short.body['items']).toEqual(listOf(whole.body['items']).slice(0, 3));
    expect(cameOf(short)).toEqual(cameOf(whole));
  });

  test('counts are of what is left where that is less than ten', async () => {
    const exclude = Array.from({ length: 21 }, (_, at) => `i${at + 9}`).filter((id) => id !== 'i12');
    // i0 to i8 but for the two of the history, and i12: eight are left, of which four are wanted.
    const answer = await wishing({ [HORROR]: { targetShare: 0.5 } }, { exclude });
    expect(idsFrom(answer)).toHaveLength(8);
    expect(cameOf(answer)[0]).toMatchObject({ came: 4, kept: true });
  });
});

describe('wishes that cannot be kept say why', () => {
  test.for<[string, object, object, object]>([
    [
      'the catalogue has too few',
      { targetShare: 1 },
      { includeSeen: true, filter: {} },
      { came: 10, kept: true },
    ],
    ['the history has one of ten', { targetShare: 1 }, {}, { came: 9, kept: false, why: 'filtered' }],
    [
      'a filter leaves nothing else',
      { less: 1 },
      { filter: { anyOf: [HORROR] } },
      { kept: false, why: 'filtered' },
    ],
  ])('%s', async ([, wish, other, came]) => {
    const filter = { allOf: [], anyOf: [], noneOf: [], ...(other as { filter?: object }).filter };
    expect(cameOf(await wishing({ [HORROR]: wish }, { ...other, filter }))).toMatchObject([came]);
  });

  test('too few items', async () => {
    const answer = await wishing({ [HORROR]: { targetShare: 1 }, [COMEDY]: { atLeast: 0.1 } });
    expect(cameOf(answer)).toMatchObject([
      { came: 9, kept: false, why: 'filtered' },
      { came: 1, kept: true },
    ]);
  });

  test('another wish', async () => {
    const answer = await wishing({ [HORROR]: { targetShare: 0.6 }, [COMEDY]: { targetShare: 0.6 } });
    const [horror, comedy] = cameOf(answer);
    // Two places are missing, whichever of the two lacks them.
    expect((horror?.came ?? 0) + (comedy?.came ?? 0)).toBe(10);
    const missed = cameOf(answer).filter(({ kept }) => !kept);
    expect(missed.map(({ why }) => why)).toEqual(missed.map(() => 'against-another-wish'));
  });

  test('never is kept before all others', async () => {
    const answer = await wishing({ [HORROR]: 'never', [COMEDY]: 'never', [WESTERN]: { targetShare: 0.5 } });
    expect(cameOf(answer)).toMatchObject([
      { came: 0, kept: true },
      { came: 0, kept: true },
      { came: 9, kept: false, why: 'against-another-wish' },
    ]);
  });
});

describe('several wishes', () => {
  test('all are kept together, and strengths come first', async () => {
    const wishes = { [HORROR]: { less: 1 }, [WESTERN]: { targetShare: 0.3 } };
    const answer = await wishing({ ...wishes, [COMEDY]: 0.5 }, { limit: 27 });
    expect(cameOf(answer).map(({ kept }) => kept)).toEqual([true, true]);
    expect([0, 1, 2].map((genre) => count(idsFrom(answer), genre))).toEqual([base - 1, 8 - base, 3]);
    // The scores are those of the strength alone.
    const strength = await wishing({ [COMEDY]: 0.5 }, { limit: 27 });
    expect(scoresIn(answer)).toEqual(scoresIn(strength));
  });

  test('the base of a wish is the list without strengths', async () => {
    const answer = await wishing({ [HORROR]: { more: 1 }, [COMEDY]: 1 });
    expect(cameOf(answer)).toEqual([
      { concept: HORROR, asked: { more: 1 }, base, came: base + 1, kept: true },
    ]);
  });

  test('diversity comes before the choice, and is the order of what stays', async () => {
    const varied = await recommend({ diversity: 0.6, limit: 27 });
    const before = count(idsFrom(varied), 0);
    const answer = await wishing({ [HORROR]: { less: 1 } }, { diversity: 0.6 });
    expect(cameOf(answer)).toMatchObject([{ base: before, came: before - 1, kept: true }]);
    expect(idsFrom(answer)).toEqual(idsFrom(varied).filter((id) => idsFrom(answer).includes(id)));
    const met = await wishing({ [HORROR]: { atLeast: 0 } }, { diversity: 0.6 });
    expect(met.body['items']).toEqual(listOf(varied.body['items']).slice(0, 10));
  });
});

describe('pages', () => {
  test('later tens have the counts of the first, and no item comes twice', async () => {
    const options = {
      limit: 7,
      steering: { concepts: { [HORROR]: { targetShare: 0.5 } } },
      includeSeen: true,
    };
    const ids: string[] = [];
    let cursor: Json | undefined;
    do {
      const answer = await recommend({ ...options, ...(cursor && { cursor }) });
      ids.push(...idsFrom(answer));
      cursor = answer.body['nextCursor'];
    } while (cursor !== undefined);
    expect(new Set(ids).size).toBe(30);
    // Ten items of the genre: five in each of the first two tens, and then none are left.
    expect([0, 10, 20].map((from) => count(ids, 0, from))).toEqual([5, 5, 0]);
    const [last] = cameOf(await recommend({ ...options, limit: 30 }));
    expect(last).toMatchObject({ came: 5, kept: true });
  });

  test('a page tells of the ten that it begins in', async () => {
    const concepts = { [HORROR]: { targetShare: 0.5 } };
    const first = await wishing(concepts, { limit: 20, includeSeen: true });
    const cursor = first.body['nextCursor'];
    const third = await wishing(concepts, { limit: 20, includeSeen: true, cursor });
    expect(cameOf(third)).toMatchObject([{ came: 0, kept: false }]);
    const other = await wishing({ [HORROR]: { targetShare: 0.6 } }, { includeSeen: true, cursor });
    expect(codeOf(other)).toEqual(problem(400, 'invalid-cursor'));
  });

  test('never holds at any depth', async () => {
    const ids = idsFrom(await wishing({ [HORROR]: 'never' }, { limit: 30 }));
    expect(ids).toHaveLength(18);
    expect(ids.filter((id) => genreOf(id) === 0)).toEqual([]);
  });
});
