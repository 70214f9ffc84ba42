// What became of the concepts of a preset since it was saved. Nothing of the preset is changed.
import type { Concept, Concepts } from '@trimtab/shared/concepts.ts';
import type { ConceptFate } from '@trimtab/shared/presets.ts';
import { calibrationOf } from '@trimtab/shared/steering-methods.ts';
import { isStrength, type Wishes } from '@trimtab/shared/wishes.ts';

/** The part of a model that fates need: its concepts by id, and those that earlier ones had. */
export interface Known {
  concepts: ReadonlyMap<string, Concept>;
  lost: NonNullable<Concepts['lost']>;
}

export const fatesOf = (model: Known, wishes: Wishes): ConceptFate[] =>
  Object.keys(wishes).map((id) => fateOf(model, id));

function fateOf({ concepts, lost }: Known, id: string): ConceptFate {
  const living = concepts.get(id);
  if (living !== undefined) {
    const { since, fate = 'kept', score } = living.lineage ?? {};
    return { concept: id, fate: fate === 'new' ? 'kept' : fate, since, score };
  }
  const gone = lost.find((one) => one.id === id);
  if (gone === undefined) return { concept: id, fate: 'unknown' };
  const nearest = gone.nearest.flatMap((one) => {
    const near = concepts.get(one.id);
    return near === undefined ? [] : [{ ...one, label: near.label }];
  });
  return { concept: id, label: gone.label, fate: 'lost', since: gone.since, score: gone.score, nearest };
}

/** Tells whether somebody who saved the preset must be told. */
export const hasChanged = (fates: readonly ConceptFate[]): boolean =>
  fates.some(({ fate }) => fate !== 'kept' && fate !== 'rebuilt');

/** Concepts of a preset that do nothing to a list: the model lacks them, or no strength of theirs moves it. */
export function idleConcepts({ concepts }: Pick<Known, 'concepts'>, wishes: Wishes): string[] {
  return Object.entries(wishes).flatMap(([id, wish]) => {
    const concept = concepts.get(id);
    if (concept === undefined) return [id];
    if (!isStrength(wish) || wish === 0) return [];
    const { up, down } = calibrationOf(concept, 'add');
    return (wish > 0 ? up : down) > 0 ? [] : [id];
  });
}
