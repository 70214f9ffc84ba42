// What steering by each concept does to test users' lists: exposure gained against ranking quality lost.
import type { Concept } from '@trimtab/shared/concepts.ts';
import type { Hook } from '@trimtab/shared/manifest.ts';
import type { Metrics } from '@trimtab/shared/metrics.ts';
import { directionOf } from '../concepts/direction.ts';
import type { Weights } from '../recommender/weights.ts';
import type { Progress } from '../run/progress.ts';
import type { SteeredLists, SteeringBench } from './steering-bench.ts';
import { exposure, fixedChange, logOdds, mean } from './steering-bench.ts';

const STRENGTHS = [-1, -0.5, 0.5, 1];

export interface CurveOptions {
  bench: Pick<SteeringBench, 'run'>;
  hook: Hook;
  concepts: Concept[];
  /** Items of each attribute concept, by attribute id. */
  itemsOf: (attribute: string) => number[];
  autoencoder: Weights;
  report: Progress;
}

/** Curves of the `add` method, for attribute concepts: their items are known without asking the model. */
export async function steeringCurves(options: CurveOptions): Promise<Metrics['steering']> {
  const { bench, concepts, report } = options;
  const base = await bench.run();
  const curves: Metrics['steering']['curves'] = [];
  const known = concepts.filter((concept) => concept.attribute !== null);
  for (const [i, concept] of known.entries()) {
    for (const strength of STRENGTHS) curves.push(await point(options, base, concept, strength));
    report.update((i + 1) / known.length, `steering by ${concept.label}`);
  }
  return { split: 'test', curves };
}

async function point(
  { bench, hook, itemsOf, autoencoder }: CurveOptions,
  base: SteeredLists,
  concept: Concept,
  strength: number,
): Promise<Metrics['steering']['curves'][number]> {
  const { up, down } = concept.calibration;
  const size = strength * (strength > 0 ? up : down);
  const steered = await bench.run(fixedChange(directionOf(concept, autoencoder).map((x) => x * size)));
  const items = new Set(itemsOf(concept.attribute ?? ''));
  const places = base.lists.reduce((sum, list) => sum + list.length, 0);
  const share = exposure(steered.lists, items);
  const shareBase = exposure(base.lists, items);
  return {
    concept: concept.id,
    method: 'add',
    hook,
    strength,
    share,
    shareBase,
    logOddsGain: logOdds(share, places) - logOdds(shareBase, places),
    ndcg10: mean(steered.ndcg10),
    ndcg10Base: mean(base.ndcg10),
  };
}
