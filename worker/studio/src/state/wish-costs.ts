// What single wishes cost, as the version's training measured it: read by hand, since the first load has no schemas.
import type { Metrics } from '@trimtab/shared/metrics.ts';
import type { ModelResponse } from '@trimtab/shared/browse.ts';

export type WishCost = NonNullable<Metrics['wishCosts']>['concepts'][string][number];

/** By concept, each by rising change; empty where a version did not measure them. */
export type WishCosts = ReadonlyMap<string, readonly WishCost[]>;

export function wishCostsOf({ metrics }: Pick<ModelResponse, 'metrics'>): WishCosts {
  const measured = metrics['wishCosts'];
  if (!isObject(measured) || !isObject(measured['concepts'])) return new Map();
  return new Map(
    Object.entries(measured['concepts']).map(([concept, points]) => [
      concept,
      Array.isArray(points) ? points.filter(isCost) : [],
    ]),
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isCost = (value: unknown): value is WishCost =>
  isObject(value) &&
  ['change', 'users', 'kept', 'low', 'high'].every((field) => typeof value[field] === 'number');

/**
 * Share of what a list is worth that it keeps with so many items more, on the line through what was measured.
 *
 * @param change below 0 for fewer; @returns null beyond what was measured, and where nothing changes
 */
export function keptAt(points: readonly WishCost[], change: number): number | null {
  if (change === 0 || points.length === 0) return null;
  const known = [...points, { change: 0, kept: 1 }].toSorted((a, b) => a.change - b.change);
  const above = known.find((point) => point.change >= change);
  const below = known.findLast((point) => point.change <= change);
  if (above === undefined || below === undefined) return null;
  if (above === below) return above.kept;
  const along = (change - below.change) / (above.change - below.change);
  return below.kept + along * (above.kept - below.kept);
}
