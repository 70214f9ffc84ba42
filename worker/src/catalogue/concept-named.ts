// A concept by its id, or why the model has none such.
import type { Concept } from '@trimtab/shared/concepts.ts';
import type { LostConcept } from '@trimtab/shared/lineage.ts';
import { Problem } from '../problem.ts';
import type { LoadedModel } from '../served.ts';

type Known = Pick<LoadedModel, 'concepts' | 'lost'>;

/** @throws Problem `concept-not-found`; where a retraining lost it, with what is most like it now */
export function conceptNamed({ concepts, lost }: Known, id: string): Concept {
  const concept = concepts.get(id);
  if (concept !== undefined) return concept;
  const gone = lost.find((one) => one.id === id);
  throw new Problem(
    'concept-not-found',
    gone === undefined
      ? `The model has no concept ${id}; GET /v1/concepts lists them.`
      : `A retraining lost ${gone.label} (${id}), which version ${gone.lastIn} had. ${nearestWords(gone, concepts)}`,
  );
}

function nearestWords({ nearest }: LostConcept, concepts: Known['concepts']): string {
  const living = nearest
    .flatMap(({ id }) => concepts.get(id) ?? [])
    .map(({ label, id }) => `${label} (${id})`);
  return living.length === 0
    ? 'Nothing that it has does the same.'
    : `Most of the same is done by ${living.join(', ')}.`;
}
