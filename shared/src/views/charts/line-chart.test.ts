import { expect, test } from 'vitest';
import { htmlOf } from '../element.ts';
import { lineChart } from './line-chart.ts';

const points = (count: number) => Array.from({ length: count }, (_, x) => ({ x, y: x }));
const chart = { caption: 'Curve', x: { label: 'x' }, y: { label: 'y' } };

const said = (count: number): string =>
  /aria-label="([^"]*)"/.exec(
    htmlOf(lineChart({ ...chart, series: [{ name: 'a', points: points(count) }] })),
  )?.[1] ?? '';

test('a zone goes no further than the axis', () => {
  const zone = { from: -5, to: 1, name: 'safe' };
  const html = htmlOf(lineChart({ ...chart, series: [{ name: 'a', points: points(3) }], zone }));
  // x from 0 to 2 lies between 58 and 328.
  expect(html).toContain('<rect class="zone" x="58" y="10" width="135"');
});

test('few points are said one by one, of many the ends', () => {
  expect(said(3)).toBe('Curve. a: 0.0 at 0.0, 1.0 at 1.0, 2.0 at 2.0.');
  expect(said(21)).toBe('Curve. a: 0 at 0 to 20 at 20.');
});

const flat = (name: string) => ({ name, points: [0, 1].map((x) => ({ x, y: 5 })) });

test('several curves have their numbers at their ends and in the legend, none upon another', () => {
  const html = htmlOf(
    lineChart({ ...chart, series: [flat('add'), flat('set'), { ...flat('scale'), points: points(2) }] }),
  );
  const ends = [...html.matchAll(/<text class="number-of" x="([^"]+)" y="([^"]+)">(\d)/g)];
  // The chart ends at x = 328; y from 0 to 5 lies between 170 and 10, so that 5 is at 10 and 1 at 138.
  expect(ends.map(([, x, y, number]) => [number, x, y])).toEqual([
    ['1', '333', '14'],
    ['2', '333', '25'],
    ['3', '333', '142'],
  ]);
  expect(html).toContain('<span class="key s1">2 set</span>');
  expect(htmlOf(lineChart({ ...chart, series: [flat('add')] }))).not.toContain('number-of');
});
