// Views as HTML: what is said of a concept, how the table is ordered, and that nothing from outside is taken for markup.
import { expect, test } from 'vitest';
import { conceptRow, curvesByConcept, costsOf, type ConceptRow } from './concept-figures.ts';
import { conceptTable, nextSorting, sortedRows } from './concept-table.ts';
import { conceptView } from './concept-view.ts';
import { e, htmlOf } from './element.ts';

const curve = { concept: 'a', method: 'add', hook: 'final', logOddsGain: 1, shareBase: 0.1, ndcg10Base: 0.2 };
const curves = curvesByConcept({
  steering: {
    split: 'test',
    curves: [
      { ...curve, strength: 1, share: 0.3, ndcg10: 0.19 },
      { ...curve, strength: -1, share: 0.02, ndcg10: 0.2 },
      { ...curve, strength: 4, chosenFor: 'gain1', share: 0.9, ndcg10: 0.01 },
      { ...curve, method: 'scale', strength: 0.5, share: 0.9, ndcg10: 0.01 },
    ],
  },
});

const concept = {
  id: 'a',
  label: 'A & <b>',
  kind: 'attribute' as const,
  attribute: 'a',
  labelScore: 0.996,
  density: 0.28,
  safeRange: { min: -1, max: 0.25 },
};

test('curves of the served method are put in order, around the unsteered list', () => {
  expect(costsOf(concept, curves)).toEqual([
    { strength: -1, share: 0.02, kept: 1 },
    { strength: 0, share: 0.1, kept: 1 },
    { strength: 1, share: 0.3, kept: 0.95 },
  ]);
});

test('what a concept carries itself comes before what a run measured', () => {
  const costs = [{ strength: 0, share: 0.2, kept: 1, low: 1, high: 1 }];
  expect(costsOf({ id: 'a', costs }, curves)).toBe(costs);
});

const row = (label: string, more?: number): ConceptRow => ({
  ...conceptRow({ ...concept, id: label, label }, []),
  ...(more !== undefined && { more }),
});

test('rows are sorted by a column, largest numbers first, and what was not measured comes last', () => {
  const rows = [row('b', 0.2), row('C'), row('a', 0.4)];
  const labels = (...clicks: string[]): string[] => {
    const sorting = clicks.reduce<ReturnType<typeof nextSorting> | null>(nextSorting, null);
    return sortedRows(rows, sorting).map(({ label }) => label);
  };
  expect(labels()).toEqual(['b', 'C', 'a']);
  expect(labels('more')).toEqual(['a', 'b', 'C']);
  expect(labels('more', 'more')).toEqual(['b', 'a', 'C']);
  expect(labels('label')).toEqual(['a', 'b', 'C']);
});

test('the table shows shares, cost and safe range, and says how it is sorted', () => {
  const rows = [conceptRow(concept, costsOf(concept, curves))];
  const html = htmlOf(
    conceptTable({ rows, sorting: { key: 'cost', isDescending: true }, hrefOf: (id) => `#${id}` }),
  );
  expect(html).toContain('<a href="#a" dir="auto">A &amp; &lt;b&gt;</a>');
  for (const shown of ['2%', '10%', '30%', '5.0%', '−1.00 to +0.25', '28.0%'])
    expect(html).toContain(`>${shown}</td>`);
  expect(html.match(/aria-sort="descending"/g)).toHaveLength(1);
});

test('a concept is told in words, with its interval', () => {
  const costs = [
    { strength: 0, share: 0.1, kept: 1, low: 1, high: 1 },
    { strength: 1, share: 0.3, kept: 0.95, low: 0.93, high: 0.97 },
  ];
  const shown = {
    ...concept,
    topItems: [{ title: '<script>' }],
    promoted: [],
    demoted: [],
    histogram: { max: 2, counts: [3, 1] },
    neighbours: [{ id: 'b', label: 'B', cosine: 0.5 }],
  };
  const html = htmlOf(conceptView({ concept: shown, costs, hrefOf: (id) => `/concepts/${id}` }));
  expect(html).toContain('it picks the right one 99 times in 100.');
  expect(html).toContain(
    'from 10% to 30% of the first ten, and keeps 95% (95%: 93% to 97%) of what the list is worth.',
  );
  expect(html).toContain('<li dir="auto">&lt;script&gt;</li>');
  expect(html).toContain('class="band s0"');
  expect(html).toContain('Most, 3, lie between 0.00 and 1.00.');
});

test('attributes without a value are left out, and elements that hold nothing are not closed', () => {
  expect(htmlOf(e('p', { class: undefined, hidden: true, title: '"' }, [1, null, false, e('br')]))).toBe(
    '<p hidden title="&quot;">1<br></p>',
  );
});
