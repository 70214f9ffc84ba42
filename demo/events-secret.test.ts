import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventsSecretIn } from './events-secret.ts';

test('a secret is made once for a folder, for its owner’s eyes, and differs between folders', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'trimtab-secret-'));
  try {
    const first = await eventsSecretIn(join(folder, 'one'));
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(await eventsSecretIn(join(folder, 'one'))).toBe(first);
    expect(await eventsSecretIn(join(folder, 'two'))).not.toBe(first);
    expect((await stat(join(folder, 'one/events-secret'))).mode & 0o777).toBe(0o600);
  } finally {
    await rm(folder, { recursive: true });
  }
});
