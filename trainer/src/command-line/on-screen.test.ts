import { expect, it } from 'vitest';
import { onScreen } from './on-screen.ts';

const message = 'trimtab: there is no run "films" in .trimtab/runs, but other: start it';

it('breaks a message between words on a terminal', () => {
  expect(onScreen(message, { isTTY: true, columns: 44 })).toBe(
    'trimtab: there is no run "films" in\n.trimtab/runs, but other: start it',
  );
});

it('leaves one line for files, and where there is hardly any room', () => {
  expect(onScreen(message, { isTTY: false, columns: 44 })).toBe(message);
  expect(onScreen(message, { isTTY: true, columns: 20 })).toBe(message);
});
