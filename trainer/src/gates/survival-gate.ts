// Rules on what people steer by: concepts and presets of the serving version must live on in the candidate.
import type { GateRule } from '@trimtab/shared/gates.ts';
import type { Survival } from '@trimtab/shared/survival.ts';
import type { Bounds } from './bounds.ts';
import { atLeast } from './rule.ts';
import type { Tables } from './side.ts';

const KINDS = ['attribute', 'emergent'] as const;

/**
 * @param survival what concepts do now, beside what they did; without it an id that is still there counts as survival
 */
export function survivalGate(
  candidate: Tables,
  against: Tables,
  survival: Survival | null,
  bounds: Bounds['concepts'],
): GateRule[] {
  const fates = survival === null ? byIds(candidate, against) : survival.concepts;
  const least = { attribute: bounds.attributeSurvival, emergent: bounds.emergentSurvival };
  const rules = KINDS.flatMap((kind) => {
    const own = fates.filter((fate) => fate.kind === kind);
    if (own.length === 0) return [];
    const lost = own.filter(({ survived }) => !survived).map(({ id }) => id);
    return [
      atLeast({
        name: 'concepts.survival',
        slice: kind,
        figure: 1 - lost.length / own.length,
        bound: least[kind],
        says: `of ${own.length} concepts${survival === null ? ', by their ids alone' : ''}; lost: ${few(lost)}`,
      }),
    ];
  });
  return [...rules, ...presetRules(survival, bounds.presetSurvival)];
}

const byIds = (
  candidate: Tables,
  against: Tables,
): { id: string; kind: 'attribute' | 'emergent'; survived: boolean }[] => {
  const there = new Set(candidate.concepts.concepts.map(({ id }) => id));
  return against.concepts.concepts.map(({ id, kind }) => ({ id, kind, survived: there.has(id) }));
};

function presetRules(survival: Survival | null, bound: number): GateRule[] {
  const presets = survival?.presets ?? [];
  const count = (some: typeof presets): number => some.reduce((sum, one) => sum + one.presets, 0);
  const all = count(presets);
  if (all === 0) return [];
  const alive = count(presets.filter(({ survived }) => survived));
  return [
    atLeast({
      name: 'presets.survival',
      figure: alive / all,
      bound,
      says: `of ${all} presets in the database`,
    }),
  ];
}

const few = (ids: readonly string[]): string =>
  ids.length === 0
    ? 'none'
    : ids.slice(0, 5).join(', ') + (ids.length > 5 ? ` and ${ids.length - 5} more` : '');
