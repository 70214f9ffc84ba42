// BERT4Rec in the Worker, which knows nothing of it: the encoder appends [MASK], and the head runs whole sequences.
import { beforeAll, expect, test } from 'vitest';
import { bindings, idsOf, migrate, point, putVersion, testApp, type Answer } from '../../test/harness.ts';

const VERSION = 'tiny-bert4rec';
const { ask } = testApp();

const recommend = (body: object): Promise<Answer> => ask('POST', '/v1/recommendations', { body });

/** The mean place of horror films, which are items 0, 3, 6, …, in the whole list. */
async function placeOfHorror(strength: number): Promise<number> {
  const steering = { concepts: { 'genre:horror': strength } };
  const { body } = await recommend({ history: ['i4', 'i2'], limit: 27, steering });
  const places = idsOf(body['items']).flatMap((id, place) => (Number(id.slice(1)) % 3 === 0 ? [place] : []));
  return places.reduce((sum, place) => sum + place, 0) / places.length;
}

beforeAll(async () => {
  await migrate();
  await putVersion(VERSION, {}, bindings.TINY_BERT4REC);
  await point(VERSION);
});

test('ranks what is not in the history, which may be as long as the model and longer', async () => {
  for (const length of [1, 8, 20]) {
    const history = Array.from({ length }, (_, i) => `i${i}`);
    const { status, body } = await recommend({ history, limit: 10 });
    expect(status).toBe(200);
    expect(body['source']).toBe('model');
    expect(body['modelVersion']).toBe(VERSION);
    expect(idsOf(body['items'])).toHaveLength(10);
    expect(idsOf(body['items']).filter((id) => history.includes(id))).toEqual([]);
  }
});

test('is steered, and strength 0 changes nothing', async () => {
  const base = await recommend({ history: ['i4', 'i2'] });
  const zero = await recommend({ history: ['i4', 'i2'], steering: { concepts: { 'genre:horror': 0 } } });
  expect(idsOf(zero.body['items'])).toEqual(idsOf(base.body['items']));
  const [down, up] = [await placeOfHorror(-1), await placeOfHorror(1)];
  expect(up).toBeLessThan(down - 2);
});
