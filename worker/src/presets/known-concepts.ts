// Which concepts a preset may name.
import type { Wishes } from '@trimtab/shared/wishes.ts';
import type { LoadedModel } from '../served.ts';
import { Problem } from '../problem.ts';

/**
 * A typo must not be saved to do nothing; what an earlier model knew and the preset already holds may stay.
 *
 * @throws Problem `unknown-concept`, or `experimental-concept` for one that only one training found
 */
export function refuseUnknownConcepts(wishes: Wishes, { concepts }: LoadedModel, held: Wishes = {}): void {
  refuseExperimental(wishes, concepts, held);
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

/** What the next night may not find again is not saved; a preset that holds it already may keep it. */
function refuseExperimental(wishes: Wishes, concepts: LoadedModel['concepts'], held: Wishes): void {
  const found = Object.keys(wishes).filter(
    (id) => concepts.get(id)?.experimental === true && !Object.hasOwn(held, id),
  );
  if (found.length === 0) return;
  throw new Problem(
    'experimental-concept',
    `Not offered for presets: ${found.join(', ')}; steer by them in single requests.`,
    {
      errors: found.map((id) => ({
        path: `body.concepts.${id}`,
        expected: 'a concept that is not experimental',
        message: 'a second training does not find this concept',
      })),
    },
  );
}
