// Which requests the documents show, and how an example that shows nothing is told.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { examplesIn, faultOf } from './documented-examples.ts';

const read = (file: string): string => readFileSync(join(import.meta.dirname, '..', file), 'utf8');

test('requests are found in documents, those that need a token left out', () => {
  expect(examplesIn(read('README.md')).map(({ path }) => path)).toEqual(['/v1/recommendations']);
  const paths = examplesIn(read('docs/api.md')).map(({ path }) => path);
  expect(paths.filter((path) => path === '/v1/recommendations').length).toBeGreaterThan(2);
  expect(paths).toEqual(expect.arrayContaining(['/v1/recommendations/batch', '/v1/concepts/suggest']));
  expect(paths.filter((path) => path.includes('presets'))).toEqual([]);
});

const item = { rank: 1, id: 'a', title: 'A', attributes: [], score: 0 };
const answer = {
  recommendationId: 'r',
  modelVersion: 'm',
  items: [item],
  source: 'steered',
  degraded: false,
  ignored: { history: [], concepts: [], attributes: [] },
};
const asked = (wish: object | number): unknown => ({
  history: ['b'],
  limit: 1,
  steering: { concepts: { 'genre:comedy': wish } },
});
const listed = (wish: object | number, more: object) =>
  faultOf({ line: 1, path: '/v1/recommendations', body: asked(wish) }, { ...answer, ...more });

test('a wish that is not kept, or changes nothing, shows nothing', () => {
  const wish = { concept: 'genre:comedy', asked: { more: 2 }, base: 1, came: 3, kept: true };
  expect(listed({ more: 2 }, { wishes: [wish] })).toBe(null);
  expect(listed({ more: 2 }, { wishes: [{ ...wish, came: 1 }] })).toContain('changes nothing');
  expect(listed({ more: 2 }, { wishes: [{ ...wish, kept: false, why: 'too-few-items' }] })).toContain(
    'is not kept',
  );
  expect(listed({ more: 2 }, { items: [] })).toContain('0 of 1');
});

const moved = (before: number, after: number) => ({
  comparison: { impact: 'low', replaced: 0.1, shares: [{ concept: 'genre:comedy', before, after }] },
});

test('a strength that moves the share nowhere, or the other way, shows nothing', () => {
  expect(listed(0.8, moved(0, 0.2))).toBe(null);
  expect(listed(0.8, moved(0, 0))).toContain('from 0 to 0');
  expect(listed(-0.8, moved(0.1, 0.3))).toContain('from 0.1 to 0.3');
});

const suggested = (body: object) => faultOf({ line: 1, path: '/v1/concepts/suggest', body: {} }, body);

test('a text that is not understood shows nothing', () => {
  const found = { match: 'text', concepts: [], understood: [], notUnderstood: [], ignored: { items: [] } };
  expect(suggested({ ...found, notUnderstood: ['plotty'] })).toContain('plotty');
  expect(suggested(found)).toContain('no wish');
  expect(suggested({ ...found, match: 'none' })).toContain('no concept');
});
