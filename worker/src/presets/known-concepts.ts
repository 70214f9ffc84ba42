// Which concepts a preset may name.
import type { Wishes } from '@trimtab/shared/wishes.ts';
import type { LoadedModel } from '../served.ts';
import { Problem } from '../problem.ts';

/**
 * A typo must not be saved to do nothing; what an earlier model knew and the preset already holds may stay.
 *
 * @throws Problem `unknown-concept`
 */
export function refuseUnknownConcepts(wishes: Wishes, { concepts }: LoadedModel, held: Wishes = {}): void {
  const unknown = Object.keys(wishes).filter((id) => !concepts.has(id) && !Object.hasOwn(held, id));
  if (unknown.length === 0) return;
  throw new Problem(
    'unknown-concept',
    `Unknown: ${unknown.join(', ')}; GET /v1/concepts lists what there is.`,
    {
      errors: unknown.map((id) => ({
        path: `body.concepts.${id}`,
        expected: 'the id of a concept of the model in use',
        message: 'no such concept',
      })),
    },
  );
}
