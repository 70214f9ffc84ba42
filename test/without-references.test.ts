import { expect, test } from 'vitest';
import { withoutReferences } from './without-references.ts';

test('a reference gives way to what it leads to, through others, and what stands beside it counts more', () => {
  const document = {
    use: { $ref: '#/parts/a~1b', title: 'here' },
    parts: { 'a/b': { title: 'there', list: [{ $ref: '#/parts/c' }] }, c: 3 },
  };
  expect(withoutReferences(document).use).toEqual({ title: 'here', list: [3] });
});

test.for([
  ['nowhere', { $ref: '#/lost' }],
  ['to another document', { $ref: 'other.json' }],
  ['round in a circle', { a: { $ref: '#/a' } }],
])('one that leads %s is refused', ([, document]) => {
  expect(() => withoutReferences(document as object)).toThrow(RangeError);
});
