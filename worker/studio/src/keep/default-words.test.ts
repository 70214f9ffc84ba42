import { expect, test } from 'vitest';
import { endOf, untilWords } from './default-words.ts';

// Noon in UTC lies on the same weekday from eleven hours west to eleven hours east of it.
const TUESDAY = Date.UTC(2026, 11, 1, 12);
const FRIDAY = '2026-12-04T12:00:00.000Z';

test('a default says until when it holds, and what comes back', () => {
  expect(untilWords({ expiresAt: FRIDAY }, { name: 'Calm evenings' }, TUESDAY)).toMatch(
    /^ until Friday,? \d\d:\d\d, then “Calm evenings” again$/,
  );
  expect(untilWords({ expiresAt: FRIDAY }, undefined, TUESDAY)).toMatch(/, then nothing$/);
  expect(untilWords({}, { name: 'Calm evenings' }, TUESDAY)).toBe('');
});

test('a weekday that comes twice before the end is said with its date', () => {
  expect(endOf('2026-12-08T11:59:00.000Z', TUESDAY)).toMatch(/^Tuesday/);
  expect(endOf('2026-12-08T12:00:00.000Z', TUESDAY)).toMatch(/^8 Dec 2026/);
});
