// Where a concept fires: a part of one person's history around the place where it fires most.
import { at } from '@trimtab/shared/look-up.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import type { Evidence } from './evidence.ts';

/** Items before and after that place. */
const BEFORE = 7;
const AFTER = 4;

/** Three digits draw a bar, and the artifact stays small. */
export const rounded = (value: number): number => Number(value.toFixed(3));

/**
 * @param activation of the concept at the rows ∈ [rows] @param rows positions of the evidence, rising
 * @returns nothing where it fires nowhere
 */
export function exampleHistory(
  { users, items }: Pick<Evidence, 'users' | 'items'>,
  activation: Float32Array,
  rows: Int32Array,
): Pick<Concept, 'example'> {
  let strongest = 0;
  activation.forEach((value, i) => {
    if (value > at(activation, strongest)) strongest = i;
  });
  if (rows.length === 0 || at(activation, strongest) <= 0) return {};
  const user = at(users, at(rows, strongest));
  const example: NonNullable<Concept['example']> = [];
  for (let i = Math.max(0, strongest - BEFORE); i <= Math.min(rows.length - 1, strongest + AFTER); i++) {
    const row = at(rows, i);
    if (at(users, row) === user)
      example.push({ item: at(items, row), activation: rounded(at(activation, i)) });
  }
  return { example };
}
