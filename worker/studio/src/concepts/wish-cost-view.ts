// What a wish for one concept costs, as a curve with its interval.
import { lineChart } from '@trimtab/shared/views/charts/line-chart.ts';
import { e, type View } from '@trimtab/shared/views/element.ts';
import type { WishCost } from '../state/wish-costs.ts';

/** @returns nothing where the version did not measure it */
export function wishCostView(points: readonly WishCost[]): View {
  if (points.length === 0) return null;
  const today = { x: 0, y: 1, low: 1, high: 1 };
  const measured = points.map(({ change, kept, low, high }) => ({ x: change, y: kept, low, high }));
  const people = Math.max(...points.map(({ users }) => users));
  return e(
    'section',
    {},
    e('h2', {}, 'What a wish for it costs'),
    e(
      'div',
      { class: 'charts' },
      lineChart({
        caption: `What a list is worth that keeps the wish, of 100% without it, with a 95% interval over at most ${people} people`,
        x: { label: 'items of ten more than without the wish', isWhole: true },
        y: { label: 'quality kept', percent: true, include: [1] },
        series: [{ name: 'Quality kept', points: [...measured, today].toSorted((a, b) => a.x - b.x) }],
      }),
    ),
  );
}
