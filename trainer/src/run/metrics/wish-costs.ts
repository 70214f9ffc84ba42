// The group `wishCosts` of metrics.json: what single wishes cost on test users, in a few seconds of every run.
import type { Metrics } from '@trimtab/shared/metrics.ts';
import { WishCosts } from '../../comparison/promise/wish-costs.ts';
import { heldOutUsers } from '../../ranking/evaluate-recommender.ts';
import { itemTableOf } from '../../recommender/item-table.ts';
import { inBenches } from '../../steering/bench.ts';
import { loadConcepts } from '../files-of-run.ts';
import { itemsOnce, type SteeringMetricsOptions } from './steering.ts';

/** People whose lists are made at once. */
const AT_ONCE = 250;

export async function wishCostMetrics(
  options: Omit<SteeringMetricsOptions, 'keep'>,
): Promise<NonNullable<Metrics['wishCosts']>> {
  const { run, data, model, report } = options;
  const { concepts } = await loadConcepts(run);
  const steered = {
    latents: 0, // edits are of the last state alone
    concepts: new Map(concepts.map((concept) => [concept.id, concept])),
    table: await itemTableOf(model),
    itemsOf: itemsOnce(data.catalogue),
  };
  const { seed, evaluation } = run.config;
  const people = heldOutUsers(data, 'test', evaluation.steeringUsers, seed);
  const costs = new WishCosts();
  let done = 0;
  for await (const bench of inBenches(model, 'final', people, AT_ONCE)) {
    await costs.add(bench, steered, concepts);
    done += bench.users;
    report.update(done / people.length, `what wishes cost, of ${done} people`);
  }
  return { split: 'test', users: people.length, concepts: costs.curves() };
}
