// What answers say about rate limits is what wrangler.toml sets, in every environment.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RATE_LIMITS } from '@trimtab/shared/rate-limits.ts';
import { expect, test } from 'vitest';

const BINDINGS: Record<string, keyof typeof RATE_LIMITS> = {
  RECOMMENDATION_LIMIT: 'address',
  BATCH_LIMIT: 'batch',
  PRESET_LIMIT: 'person',
  KEY_LIMIT: 'key',
};

test('each limit of wrangler.toml is the one that is told', () => {
  const text = readFileSync(join(import.meta.dirname, '../wrangler.toml'), 'utf8');
  const block =
    /ratelimits\]\]\nname = "(\w+)"\nnamespace_id = "\d+"\nsimple = \{ limit = (\d+), period = (\d+) \}/g;
  const set = [...text.matchAll(block)].map(([, name = '', requests, seconds]) => ({
    name,
    requests: Number(requests),
    seconds: Number(seconds),
  }));
  expect(new Set(set.map(({ name }) => name))).toEqual(new Set(Object.keys(BINDINGS)));
  for (const { name, ...limit } of set) expect(limit).toEqual(RATE_LIMITS[BINDINGS[name] ?? 'address']);
});
