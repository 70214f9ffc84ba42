// Rules on what people steer by: concepts and presets of the serving version must live on in the candidate.
import type { GateRule } from '@trimtab/shared/gates.ts';
import type { PresetWishes, Survival } from '@trimtab/shared/survival.ts';
import type { Bounds } from './bounds.ts';
import { atLeast } from './rule.ts';
import type { Tables } from './side.ts';

const KINDS = ['attribute', 'emergent'] as const;

interface SurvivalOptions {
  candidate: Tables;
  against: Tables;
  /** What concepts do now, beside what they did; without it an id that is still there counts as survival. */
  survival: Survival | null;
  /** Null where nothing is known of presets. */
  presets: PresetWishes | null;
  bounds: Bounds['concepts'];
}

type Fate = Survival['concepts'][number];

export function survivalGate({ candidate, against, survival, presets, bounds }: SurvivalOptions): GateRule[] {
  const fates = survival === null ? fatesByIds(candidate, against) : survival.concepts;
  const least = { attribute: bounds.attributeSurvival, emergent: bounds.emergentSurvival };
  const how = survival === null ? ', by their ids alone' : '';
  const rules = KINDS.flatMap((kind) => {
    const own = fates.filter((fate) => fate.kind === kind);
    if (own.length === 0) return [];
    const lost = own.filter(({ survived }) => !survived).map(({ id }) => id);
    const figure = 1 - lost.length / own.length;
    const says = `of ${own.length} concepts${how}; lost: ${few(lost)}`;
    return [atLeast({ name: 'concepts.survival', slice: kind, figure, bound: least[kind], says })];
  });
  return [...rules, ...presetRules(fates, presets ?? [], bounds.presetSurvival)];
}

function fatesByIds(candidate: Tables, against: Tables): Fate[] {
  const there = new Set(candidate.concepts.concepts.map(({ id }) => id));
  return against.concepts.concepts.map(({ id, kind }) => ({ id, kind, survived: there.has(id) }));
}

const count = (some: PresetWishes): number => some.reduce((sum, one) => sum + one.presets, 0);

/** A preset survives when all of its concepts do that the serving version still had. */
function presetRules(fates: readonly Fate[], presets: PresetWishes, bound: number): GateRule[] {
  const survived = new Map(fates.map((fate) => [fate.id, fate.survived]));
  const alive = presets.filter(({ concepts }) => Object.keys(concepts).some((id) => survived.has(id)));
  if (alive.length === 0) return [];
  const kept = alive.filter(({ concepts }) =>
    Object.keys(concepts).every((id) => survived.get(id) !== false),
  );
  const figure = count(kept) / count(alive);
  return [
    atLeast({ name: 'presets.survival', figure, bound, says: `of ${count(alive)} presets in the database` }),
  ];
}

const few = (ids: readonly string[]): string =>
  ids.length === 0
    ? 'none'
    : ids.slice(0, 5).join(', ') + (ids.length > 5 ? ` and ${ids.length - 5} more` : '');
