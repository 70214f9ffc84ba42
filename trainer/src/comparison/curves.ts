// What steering by each concept does to test users' lists: exposure gained against ranking quality lost.
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import type { Hook } from '@trimtab/shared/manifest.ts';
import type { Metrics } from '@trimtab/shared/metrics.ts';
import { itemsOfConcept } from '@trimtab/shared/steering-moves.ts';
import { directionOf } from '../concepts/direction.ts';
import type { Weights } from '../files/weights.ts';
import { keepNothing, type Keep } from '../files/kept-parts.ts';
import type { Progress } from '../config/progress.ts';
import type { SteeringBench } from '../steering/bench.ts';
import { fixedChange } from '../steering/bench.ts';
import type { SteeringBase } from '../steering/figures.ts';
import { steeringFigures } from '../steering/figures.ts';

const STRENGTHS = [-1, -0.5, 0.5, 1];

export interface CurveOptions {
  bench: Pick<SteeringBench, 'run' | 'held'>;
  hook: Hook;
  concepts: Concept[];
  catalogue: Catalogue;
  autoencoder: Weights;
  report: Progress;
  keep?: Keep;
}

/** Curves of the `add` method, for attribute concepts: their items are known without asking the model. */
export async function steeringCurves(options: CurveOptions): Promise<Metrics['steering']> {
  const { bench, concepts, catalogue, report, keep = keepNothing } = options;
  const before = { base: await bench.run(), held: bench.held, catalogue };
  const curves: Metrics['steering']['curves'] = [];
  const known = concepts.filter((concept) => concept.attribute !== null);
  for (const [i, concept] of known.entries()) {
    const curve = (): Promise<typeof curves> => curveOf(options, before, concept);
    curves.push(...(await keep(`curve of ${concept.id}`, curve)));
    report.update((i + 1) / known.length, `steering by ${concept.label}`);
  }
  return { split: 'test', curves };
}

async function curveOf(
  options: CurveOptions,
  before: SteeringBase,
  concept: Concept,
): Promise<Metrics['steering']['curves']> {
  const curve: Metrics['steering']['curves'] = [];
  for (const strength of STRENGTHS) curve.push(await point(options, before, concept, strength));
  return curve;
}

async function point(
  { bench, hook, catalogue, autoencoder }: CurveOptions,
  before: SteeringBase,
  concept: Concept,
  strength: number,
): Promise<Metrics['steering']['curves'][number]> {
  const { up, down } = concept.calibration;
  const size = strength * (strength > 0 ? up : down);
  const steered = await bench.run(fixedChange(directionOf(concept, autoencoder).map((x) => x * size)));
  const items = itemsOfConcept(concept, catalogue);
  const figures = steeringFigures(before, steered, items, concept.attribute);
  return { concept: concept.id, method: 'add', hook, strength, ...figures };
}
