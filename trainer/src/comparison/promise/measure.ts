// metrics.promise: what wishes cost and whether they are kept, on test users, by what is served.
import type { Concept } from '@trimtab/shared/concepts.ts';
import { floatTable } from '@trimtab/shared/gradient/item-table.ts';
import type { Metrics } from '@trimtab/shared/metrics.ts';
import type { SteeringModel } from '@trimtab/shared/steering-moves.ts';
import type { Progress } from '../../config/progress.ts';
import type { Dataset } from '../../data/dataset.ts';
import { heldOutUsers } from '../../ranking/evaluate-recommender.ts';
import type { Recommender } from '../../recommender/recommender.ts';
import { parameter } from '../../recommender/recommender.ts';
import { outputTable } from '../../recommender/weights.ts';
import { inBenches } from '../../steering/bench.ts';
import { itemClassifier } from '../item-classifier.ts';
import { labelled } from '../every-steerer.ts';
import type { FrontierSums } from './frontier.ts';
import { addPeople, frontierOf } from './frontier.ts';
import { addKept, noneKept } from './kept.ts';

export interface PromiseOptions {
  data: Dataset;
  model: Recommender;
  concepts: readonly Concept[];
  itemsOf: SteeringModel['itemsOf'];
  users: number;
  seed: number;
  split: 'validation' | 'test';
  report: Progress;
}

/** People whose lists are made at once. */
const AT_ONCE = 250;

type Promised = Omit<NonNullable<Metrics['promise']>, 'milliseconds'>;

export async function measurePromise(options: PromiseOptions): Promise<Promised> {
  const { data, model, concepts, itemsOf, seed, split, report } = options;
  const { hiddenSize } = model.config;
  const values = await parameter(model, outputTable(model.config)).data<'float32'>();
  const attributes = concepts.filter(({ attribute }) => attribute !== null);
  const chances = new Map(
    attributes.map((concept) => [
      concept.id,
      itemClassifier(values, hiddenSize, labelled(itemsOf(concept), model.config.items)),
    ]),
  );
  const steered: SteeringModel = {
    latents: 0,
    // Edits are of the last state alone, so that no concept has latents of its own to move.
    concepts: new Map(concepts.map((concept) => [concept.id, { ...concept, latents: [] }])),
    table: floatTable(values, hiddenSize),
    itemsOf,
  };
  const people = heldOutUsers(data, split, options.users, seed);
  const sums: FrontierSums = new Map();
  const kept = noneKept();
  let first = 0;
  for await (const bench of inBenches(model, 'final', people, AT_ONCE)) {
    const shared = { model: steered, concepts: attributes, decode: (edit: Float32Array) => edit };
    const chancesOf = ({ id }: Concept) => chances.get(id) ?? new Float64Array();
    await addPeople(
      sums,
      bench,
      { ...shared, catalogue: data.catalogue, chancesOf },
      { first, users: people.length },
    );
    await addKept(kept, bench, { ...shared, seed }, first);
    first += bench.users;
    report.update(first / people.length, `lists that keep wishes, of ${first} people`);
  }
  return { split, users: people.length, ...kept, atShare: frontierOf(sums, seed) };
}
