import { beforeEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../../testing/memory-store.ts';
import type { ObjectStore } from '../publish/object-store.ts';
import { LOCK_KEY, takeLock } from './lock.ts';

let store: ObjectStore;
let time: number;
const now = (): number => time;
const take = (owner: string) => takeLock(store, { owner, minutes: 30, now });

beforeEach(() => {
  store = memoryStore();
  time = Date.parse('2026-11-30T02:17:00Z');
});

describe('takeLock', () => {
  it('lets one night work, and says to the other who does until when', async () => {
    await take('runner 1');
    await expect(take('runner 2')).rejects.toMatchObject({
      code: 'locked',
      message: expect.stringContaining('runner 1, until 2026-11-30T02:47:00.000Z') as unknown,
    });
  });

  it('of two that take it at once one has it', async () => {
    const taken = await Promise.allSettled(['one', 'two', 'three'].map(take));
    expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is free again when it is given back, or when it has expired', async () => {
    const lock = await take('runner 1');
    await lock.release();
    await expect(take('runner 2')).resolves.toBeDefined();
    time += 31 * 60_000;
    await expect(take('runner 3')).resolves.toBeDefined();
  });

  it('is held longer by renewing, and not by who lost it', async () => {
    const first = await take('runner 1');
    time += 29 * 60_000;
    await first.renew();
    time += 29 * 60_000;
    await expect(take('runner 2')).rejects.toMatchObject({ code: 'locked' });
    time += 2 * 60_000;
    const second = await take('runner 2');
    await expect(first.renew()).rejects.toMatchObject({ code: 'locked' });
    await expect(first.release()).rejects.toMatchObject({ code: 'locked' });
    await second.renew();
  });

  it('refuses a lock that it cannot read, in place of taking it', async () => {
    await store.put(LOCK_KEY, new TextEncoder().encode('{"owner":1}'), { sha256: '', contentType: '' });
    await expect(take('runner 1')).rejects.toMatchObject({ code: 'unreadable-record' });
  });
});
