import { expect, it } from 'vitest';
import { fragmentFaults, fragmentsIn } from './doc-comments.ts';

it('finds comments of exported things that open with a fragment, and no others', () => {
  const text = [
    '/** Of the test users. */',
    'export const users = 1;',
    '/** Whether it is private. */',
    'const isPrivate = true;',
    '/**',
    ' * Whether anybody',
    ' * may read it.',
    ' */',
    'export const isPublic = true;',
    '/** The oldest. */',
    'export const oldest = 2;',
  ].join('\n');
  expect(fragmentsIn(text)).toEqual([
    { line: 1, opens: 'Of the test users.' },
    { line: 5, opens: 'Whether anybody may read it.' },
  ]);
});

it('finds none in this project', () => {
  expect(fragmentFaults(`${import.meta.dirname}/..`)).toEqual([]);
});
