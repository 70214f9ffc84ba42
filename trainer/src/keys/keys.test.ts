import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { apiKeyId } from '@trimtab/shared/api-keys.ts';
import { beforeEach, expect, test } from 'vitest';
import { textLiteral, type KeyDatabase } from './key-database.ts';
import { createKey, listKeys, revokeKey, type KeyRequest } from './keys.ts';

const NOON = Date.UTC(2026, 10, 22, 12);
const SECRET: KeyRequest = { app: 'shop', kind: 'secret', origins: [], quota: 100 };

let rows: DatabaseSync;
let options: { database: KeyDatabase; now: () => number };

/** SQLite with the Worker's migrations, which is what D1 is. */
beforeEach(() => {
  rows = new DatabaseSync(':memory:');
  const folder = join(import.meta.dirname, '../../../migrations');
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.sql'))) {
    rows.exec(readFileSync(join(folder, file), 'utf8'));
  }
  options = {
    database: {
      query: (sql) =>
        Promise.resolve(
          rows
            .prepare(sql)
            .all()
            .map((row) => ({ ...row })),
        ),
    },
    now: () => NOON,
  };
});

test('a key is shown once: the table holds its hash', async () => {
  const { id, key } = await createKey(SECRET, options);
  expect(key).toMatch(/^trimtab_sk_[0-9a-f]{12}_[A-Za-z0-9_-]{43}$/);
  expect(apiKeyId(key)).toBe(id);
  const [row] = rows.prepare('select * from api_keys').all();
  expect(row).toMatchObject({
    id,
    app: 'shop',
    kind: 'secret',
    hash: createHash('sha256').update(key).digest('hex'),
    origins: '[]',
    daily_quota: 100,
    created_at: NOON,
    revoked_at: null,
  });
  const second = await createKey(SECRET, options);
  expect(second.key).not.toBe(key);
});

test('the list says what is in force and what was used today', async () => {
  const { id } = await createKey(SECRET, options);
  rows.exec(`insert into api_key_usage values ('${id}', '2026-11-22', 7), ('${id}', '2026-11-21', 9)`);
  const page = { app: 'shop', kind: 'publishable' as const, origins: ['https://shop.example'], quota: 5 };
  const { id: publishable } = await createKey(page, { ...options, now: () => NOON + 1 });
  const [first, second] = await listKeys(options);
  expect(first).toEqual({
    ...page,
    id: publishable,
    createdAt: '2026-11-22T12:00:00.001Z',
    revokedAt: null,
    usedToday: 0,
  });
  expect([second?.id, second?.usedToday]).toEqual([id, 7]);
});

test('revoking ends one key, once', async () => {
  const [{ id }, { id: other }] = [await createKey(SECRET, options), await createKey(SECRET, options)];
  await revokeKey(id, options);
  const found = await listKeys(options);
  expect(found.find((key) => key.id === id)?.revokedAt).toBe('2026-11-22T12:00:00.000Z');
  expect(found.find((key) => key.id === other)?.revokedAt).toBeNull();
  await expect(revokeKey(id, options)).rejects.toMatchObject({ code: 'key-not-found' });
  await expect(revokeKey("' or 1=1 --", options)).rejects.toMatchObject({ code: 'key-not-found' });
  expect((await listKeys(options)).find((key) => key.id === other)?.revokedAt).toBeNull();
});

test.for<[string, Partial<KeyRequest>]>([
  ['a name with a quote', { app: "shop'" }],
  ['a publishable key without origins', { kind: 'publishable' }],
  ['a secret key with origins', { origins: ['https://shop.example'] }],
  ['an origin with a path', { kind: 'publishable', origins: ['https://shop.example/'] }],
  ['a quota of nothing', { quota: 0 }],
  ['a quota that is no number', { quota: Number('many') }],
])('%s is refused', async ([, change]) => {
  await expect(createKey({ ...SECRET, ...change }, options)).rejects.toMatchObject({ code: 'invalid-key' });
  expect(await listKeys(options)).toEqual([]);
});

test('a quote in a text is doubled', () => {
  expect(textLiteral("it's")).toBe("'it''s'");
});
