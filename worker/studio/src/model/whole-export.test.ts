import { expect, test } from 'vitest';
import type { PersonExport } from '@trimtab/shared/me.ts';
import { wholeExport } from './whole-export.ts';

const part = (ids: readonly string[], next: string | null): PersonExport => ({
  exportedAt: '2026-11-30T10:00:00.000Z',
  person: 'ada',
  preferences: { profiling: true, defaultPresetId: null, nextDefaultPresetId: null },
  presets: [],
  answers: [],
  events: {
    pseudonym: 'p_1',
    stored: ids.map((id) => ({
      type: 'interaction',
      id,
      at: '2026-11-30T10:00:00.000Z',
      item: 'film-1',
      person: 'p_1',
      receivedAt: '2026-11-30T10:00:00.000Z',
    })),
    next,
  },
});

test('parts are asked for until there is no next one, and their events stand in order', async () => {
  const parts = new Map([
    [undefined, part(['a', 'b'], 'file-2')],
    ['file-2', part(['c'], null)],
  ]);
  const whole = await wholeExport((after) => Promise.resolve(parts.get(after) ?? part([], null)));
  expect(whole.events.stored.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  expect(whole.events.next).toBeNull();
});
