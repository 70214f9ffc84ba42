// The preset that steers by default, and the one that comes back when it ends: inside workerd, with real D1.
import { describe, expect, test } from 'vitest';
import { preferencesAnswerSchema } from '@trimtab/shared/me.ts';
import { bindings, bodyOf, type Answer } from '../../test/harness.ts';
import { signedInPeople } from '../../test/people.ts';

const DAY_MS = 24 * 3_600_000;
const people = signedInPeople();

/** @returns the default, and the one that comes back after it */
function held(answer: Answer): [string | null, string | null] {
  const { defaultPresetId, nextDefaultPresetId } = bodyOf(answer, preferencesAnswerSchema);
  return [defaultPresetId, nextDefaultPresetId];
}

/** One person of a test, who keeps presets and chooses among them. */
function somebody(user: string) {
  const ask = (method: string, path: string, body?: unknown, headers = {}): Promise<Answer> =>
    people.as(user, method, path, { ...(body !== undefined && { body }), headers });
  return {
    ask,
    /** @param days after which it ends by itself; without, it does not */
    keep: async (name: string, days?: number): Promise<string> => {
      const expiresAt = days === undefined ? null : new Date(Date.now() + days * DAY_MS).toISOString();
      const { body } = await ask('POST', '/v1/presets', { name, concepts: { 'genre:horror': 1 }, expiresAt });
      return String(body['id']);
    },
    /** @returns what the answer to the choice says */
    choose: async (defaultPresetId: string | null) =>
      held(await ask('PUT', '/v1/me/preferences', { profiling: true, defaultPresetId })),
    now: async () => held(await ask('GET', '/v1/me/preferences')),
    steeredBy: async (): Promise<unknown> =>
      (await ask('POST', '/v1/recommendations', { history: ['i4'] })).body['preset']?.['id'],
  };
}

/** Lets the time of a preset come: its end lay a second ago. */
async function end(id: string): Promise<void> {
  await bindings.DB.prepare('update presets set expires_at = ? where id = ?')
    .bind(Date.now() - 1000, id)
    .run();
}

describe('a default for some days', () => {
  test('gives back to the one for good when it ends: in choices and in lists', async () => {
    const { keep, choose, now, steeredBy } = somebody('dora');
    const [calm, party] = [await keep('Calm evenings'), await keep('Party', 3)];
    expect(await choose(calm)).toEqual([calm, null]);
    expect(await choose(party)).toEqual([party, calm]);
    expect([await now(), await steeredBy()]).toEqual([[party, calm], party]);
    await end(party);
    expect([await now(), await steeredBy()]).toEqual([[calm, null], calm]);
    await bindings.DB.prepare('delete from presets where id = ?').bind(party).run();
    expect([await now(), await steeredBy()]).toEqual([[calm, null], calm]);
  });

  test('after another for some days gives back to the one for good', async () => {
    const { keep, choose, now } = somebody('emil');
    const [calm, party, rain] = [await keep('Calm'), await keep('Party', 7), await keep('Rain', 1)];
    for (const id of [calm, party]) await choose(id);
    expect(await choose(rain)).toEqual([rain, calm]);
    expect(await choose(rain)).toEqual([rain, calm]);
    await end(rain);
    expect(await now()).toEqual([calm, null]);
  });

  test('gives back to nothing where the former one was deleted meanwhile, or ends first', async () => {
    const { ask, keep, choose, now } = somebody('fay');
    const [calm, party] = [await keep('Calm'), await keep('Party', 3)];
    for (const id of [calm, party]) await choose(id);
    const sooner = new Date(Date.now() + DAY_MS).toISOString();
    const ending = { name: 'Calm', concepts: {}, expiresAt: sooner };
    await ask('PUT', `/v1/presets/${calm}`, ending, { 'if-match': '*' });
    expect(await now()).toEqual([party, null]);
    expect((await ask('DELETE', `/v1/presets/${calm}`)).status).toBe(204);
    expect(await now()).toEqual([party, null]);
    await end(party);
    expect(await now()).toEqual([null, null]);
  });

  test('is over when it is deleted, and the former one is back', async () => {
    const { ask, keep, choose, now } = somebody('gil');
    const [calm, party] = [await keep('Calm'), await keep('Party', 3)];
    for (const id of [calm, party]) await choose(id);
    await ask('DELETE', `/v1/presets/${party}`);
    expect(await now()).toEqual([calm, null]);
  });

  test('gives back to nothing once it is kept for good, or nothing was chosen since', async () => {
    const { ask, keep, choose, now } = somebody('hal');
    const [calm, party] = [await keep('Calm'), await keep('Party', 3)];
    for (const id of [calm, party]) await choose(id);
    const endless = { name: 'Party', concepts: {}, expiresAt: null };
    await ask('PUT', `/v1/presets/${party}`, endless, { 'if-match': '*' });
    expect(await now()).toEqual([party, null]);
    await ask('DELETE', `/v1/presets/${party}`);
    expect(await now()).toEqual([null, null]);
    const rain = await keep('Rain', 1);
    for (const id of [calm, rain]) await choose(id);
    expect(await choose(null)).toEqual([null, null]);
  });

  test('what was read can be sent again, and changes nothing', async () => {
    const { ask, keep, choose, now } = somebody('ida');
    const [calm, party] = [await keep('Calm'), await keep('Party', 3)];
    for (const id of [calm, party]) await choose(id);
    const { body } = await ask('GET', '/v1/me/preferences');
    const again = { ...body, nextDefaultPresetId: null };
    expect((await ask('PUT', '/v1/me/preferences', again)).body).toEqual({
      profiling: true,
      defaultPresetId: party,
      nextDefaultPresetId: calm,
    });
    expect(await now()).toEqual([party, calm]);
  });
});

test('a Worker from before, which knows no former default, writes choices that are read', async () => {
  const { keep, now } = somebody('jon');
  const calm = await keep('Calm');
  await bindings.DB.prepare(
    "insert into preferences (owner, profiling, default_preset_id, updated_at) values ('jon', 1, ?, 0)",
  )
    .bind(calm)
    .run();
  expect(await now()).toEqual([calm, null]);
});
