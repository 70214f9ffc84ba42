// What a strength does to lists, over all concepts at once: how much of them it brings in, and what that costs.
import { at } from '../../look-up.ts';
import { lineChart, type Point } from '../charts/line-chart.ts';
import { curvesByConcept, type CostPoint } from '../concept-figures.ts';
import { e, type View } from '../element.ts';
import { meanOf } from './method-points.ts';
import type { Published } from './shown-model.ts';

/** Of each strength, the figure of every concept that was measured there. */
function byStrength(curves: Iterable<readonly CostPoint[]>): [strength: number, points: CostPoint[]][] {
  const all = [...curves].flat();
  return [...Map.groupBy(all, ({ strength }) => strength)].sort(([a], [b]) => a - b);
}

/** The mean over concepts, and between which values eight of ten of them lie. */
export function spread(x: number, values: readonly number[]): Point {
  const sorted = values.toSorted((a, b) => a - b);
  const quantile = (share: number): number => at(sorted, Math.round(share * (sorted.length - 1)));
  return { x, y: meanOf(values), low: quantile(0.1), high: quantile(0.9) };
}

export function steeringCurves(metrics: Published): View {
  const measured = byStrength(curvesByConcept(metrics).values());
  if (measured.length < 2) return null;
  const points = (of: (point: CostPoint) => number): Point[] =>
    measured.map(([strength, all]) => spread(strength, all.map(of)));
  const charts = e(
    'div',
    { class: 'charts' },
    lineChart({
      caption: 'Share of a concept in the first ten',
      x: { label: 'strength' },
      y: { label: 'share', percent: true, include: [0] },
      series: [{ name: 'Share of the first ten', points: points(({ share }) => share) }],
    }),
    lineChart({
      caption: 'What lists are worth, of 100% unsteered',
      x: { label: 'strength' },
      y: { label: 'quality kept', percent: true, include: [1] },
      series: [{ name: 'Quality kept', points: points(({ kept }) => kept) }],
    }),
  );
  const legend = 'Lines are the mean of all concepts; eight of ten concepts lie within the shade.';
  return [charts, e('p', { class: 'faint' }, legend)];
}

/** @returns null where full strength was not measured */
export function fullStrength(
  metrics: Published,
): { base: number; full: number; kept: number; concepts: number } | null {
  const curves = [...curvesByConcept(metrics).values()];
  const ends = curves.flatMap((points) => {
    const find = (wanted: number): CostPoint | undefined =>
      points.find(({ strength }) => strength === wanted);
    const [base, full] = [find(0), find(1)];
    return base === undefined || full === undefined ? [] : [{ base, full }];
  });
  if (ends.length === 0) return null;
  return {
    base: meanOf(ends.map(({ base }) => base.share)),
    full: meanOf(ends.map(({ full }) => full.share)),
    kept: meanOf(ends.map(({ full }) => full.kept)),
    concepts: ends.length,
  };
}
