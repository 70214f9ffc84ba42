import { expect, it } from 'vitest';
import { ROLES } from '../activations/roles.ts';
import { halvesOfSelection } from './selection-halves.ts';

it('keeps selection users only, every other one as a test user', () => {
  const roles = ['train', 'selection', 'selection', 'selection', 'test', 'selection'] as const;
  const activations = {
    hiddenSize: 1,
    hidden: Float32Array.of(0, 1, 2, 3, 4, 5),
    users: Int32Array.of(3, 9, 9, 2, 4, 7),
    items: Int32Array.of(10, 11, 12, 13, 14, 15),
    roles: Int32Array.from(roles, (role) => ROLES.indexOf(role)),
  };
  const named = halvesOfSelection(activations);
  expect(named.hidden).toEqual(Float32Array.of(1, 2, 3, 5));
  expect(named.items).toEqual(Int32Array.of(11, 12, 13, 15));
  // users 2, 7, 9 in order: 2 and 9 select, 7 tests
  expect(Array.from(named.roles, (role) => ROLES[role])).toEqual([
    'selection',
    'selection',
    'selection',
    'test',
  ]);
});
