// The figures of steering: curves of the method that is served, or every way of steering compared.
import { entryOf, lookUp } from '@trimtab/shared/look-up.ts';
import type { Basis, Concept } from '@trimtab/shared/concepts.ts';
import type { Hook } from '@trimtab/shared/manifest.ts';
import type { Metrics } from '@trimtab/shared/metrics.ts';
import type { SteeringModel } from '@trimtab/shared/steering-moves.ts';
import { itemsOfConcept } from '@trimtab/shared/steering-moves.ts';
import { harvest, hiddenOfRole } from '../../activations/harvest.ts';
import { decoderOf } from '../../concepts/direction.ts';
import type { Dataset } from '../../data/dataset.ts';
import type { Compared } from '../../comparison/compare.ts';
import { compareSteering, curvesOf, summaryOf } from '../../comparison/compare.ts';
import { heldOutUsers } from '../../ranking/evaluate-recommender.ts';
import type { SteeredAttribute } from '../../comparison/every-steerer.ts';
import { everySteerer } from '../../comparison/every-steerer.ts';
import { hiddenAnchors } from '../../comparison/hidden/anchors.ts';
import { hiddenSteering } from '../../comparison/hidden/steering.ts';
import type { HookOptions, SteeredHook } from '../../comparison/steered-hook.ts';
import { latentChooser, steeredHook } from '../../comparison/steered-hook.ts';
import type { Side } from '../../steering/steerer.ts';
import { steeringBench } from '../../steering/bench.ts';
import { decodedBy } from '../../steering/people.ts';
import { steeringCurves } from '../../comparison/curves.ts';
import type { SteeringBase } from '../../steering/figures.ts';
import { targetFigures } from '../../comparison/targets.ts';
import type { Recommender } from '../../recommender/recommender.ts';
import { parameter } from '../../recommender/recommender.ts';
import { outputTable } from '../../recommender/weights.ts';
import { trainAutoencoder } from '../../sae/train.ts';
import { autoencoderConfig, loadActivations, loadAutoencoderWeights, loadConcepts } from '../files-of-run.ts';
import type { Progress } from '../../config/progress.ts';
import type { Keep, KeepFile } from '../../files/kept-parts.ts';
import type { Run } from '../run-folder.ts';

/** Users whose lists are brought to target shares: each needs some sixty runs a concept. */
const TARGET_USERS = 200;

export interface SteeringMetricsOptions {
  run: Run;
  data: Dataset;
  model: Recommender;
  report: Progress;
}

/** What was compared before the stage was stopped is taken up. */
export type KeptOptions = SteeringMetricsOptions & { keep: Keep; keepFile: KeepFile };

export async function steeringMetrics(options: KeptOptions): Promise<Metrics['steering']> {
  const { run, data, model, report, keep } = options;
  const { hook } = run.config.autoencoder;
  const { steering, steeringUsers } = run.config.evaluation;
  const { concepts, basis } = await loadConcepts(run);
  if (steering === 'full') return comparison(options, concepts, basis);
  const bench = steeringBench(model, hook, heldOutUsers(data, 'test', steeringUsers, run.config.seed));
  const autoencoder = await loadAutoencoderWeights(run);
  const curves = await steeringCurves({
    bench,
    hook,
    concepts,
    catalogue: data.catalogue,
    autoencoder,
    report,
    keep,
  });
  bench.dispose();
  return curves;
}

async function comparison(
  options: KeptOptions,
  concepts: readonly Concept[],
  basis: Basis | undefined,
): Promise<Metrics['steering']> {
  const { run, data, model, report, keep } = options;
  const { seed, concepts: settings } = run.config;
  const others = concepts
    .filter(({ attribute }) => attribute !== null)
    .map((concept) => ({ id: concept.id, items: itemsOfConcept(concept, data.catalogue) }));
  const size = settings.basisSize;
  const { hook, hidden } = await hookOfRun({ ...options, basis: basis ?? size, others });
  const final = hook.hook === 'final' ? [] : [await finalHook({ ...options, basis: size, others })];
  const hooks = [hook, ...final];
  const attributes = await steeredAttributes(options, concepts, final);
  const scores = parameter(model, outputTable(model.config));
  const table = await scores.data<'float32'>();
  const steerersOf = everySteerer({ hooks, hidden, table, seed });
  const bases = {
    validation: await baseOf(hook, data, 'validation'),
    test: await baseOf(hook, data, 'test'),
  };
  const { ways } = run.config.evaluation;
  const known = attributes.map((one) => ({ ...one, steerers: theseWays(steerersOf(one), ways) }));
  const compared = await compareSteering(known, bases, report, keep);
  const summary = summaryOf(compared, bases.test.base, seed);
  if (ways !== undefined) {
    hooks.forEach((one) => one.dispose());
    return { split: 'test', curves: curvesOf(compared), summary };
  }
  report.update(0.9, 'hidden attributes, hidden anchors and target shares');
  const blind = { hook, table, settings, seed };
  const sizeOf = sizesOf(compared);
  const ofHidden = (): ReturnType<typeof hiddenSteering> => hiddenSteering({ ...blind, attributes, sizeOf });
  const hiddenAttribute = await keep('hidden attributes', ofHidden);
  const anchors = await keep('hidden anchors', async () => ({
    of: await hiddenAnchors({ ...blind, concepts }),
  }));
  const target = await keep('target shares', () => targets(options, concepts, hook.basis));
  hooks.forEach((one) => one.dispose());
  return {
    split: 'test',
    curves: curvesOf(compared),
    summary,
    ...(attributes.length > 0 && {
      hiddenAttributeRatio: entryOf(hiddenAttribute, `add@${hook.hook}`).ratio,
    }),
    hiddenAttribute,
    ...(anchors.of === undefined ? {} : { hiddenAnchors: anchors.of }),
    target,
  };
}

/** @throws Error that names a way there is not, and those there are */
export function theseWays<T extends { method: string }>(all: readonly T[], ways?: readonly string[]): T[] {
  const missing = ways?.find((way) => !all.some(({ method }) => method === way));
  if (missing !== undefined) {
    const names = all.map(({ method }) => method).join(', ');
    throw new Error(`evaluation.ways: there is no way of steering "${missing}"; expected some of ${names}`);
  }
  return all.filter(({ method }) => ways === undefined || ways.includes(method));
}

/** Where each way of steering by each concept lost 5% on validation users. */
function sizesOf(compared: readonly Compared[]): (concept: string, method: string) => number {
  const sizes = new Map(compared.map((one) => [`${one.method} ${one.concept}`, one.sizes.loss5]));
  return (concept, method) => lookUp(sizes, `${method} ${concept}`);
}

type SteeredOptions = KeptOptions & Pick<HookOptions, 'basis' | 'others'>;

/** The run's hook made ready, with the activations that its latents were named by. */
export async function hookOfRun(
  options: SteeredOptions,
): Promise<{ hook: SteeredHook; hidden: Float32Array }> {
  const { run } = options;
  const activations = await loadActivations(run);
  const weights = await loadAutoencoderWeights(run);
  const own = hookOptions(options, run.config.autoencoder.hook);
  const hook = await steeredHook(own, autoencoderConfig(run), weights, activations);
  return { hook, hidden: activations.hidden };
}

/** The run's autoencoder trained anew at `final`, where steering re-ranks by one vector for everybody. */
async function finalHook(options: SteeredOptions): Promise<SteeredHook> {
  const { run, data, model, report, keepFile } = options;
  const { autoencoder, seed } = run.config;
  const { maxPositions } = autoencoder;
  const activations = await harvest(model, data, 'final', { maxPositions, seed, report });
  const config = autoencoderConfig(run);
  const settings = { ...autoencoder, kept: keepFile('autoencoder at final') };
  const weights = await trainAutoencoder(hiddenOfRole(activations, 'train'), config, settings, seed, report);
  return steeredHook(hookOptions(options, 'final'), config, weights, activations);
}

const hookOptions = ({ run, data, model, basis, others }: SteeredOptions, hook: Hook): HookOptions => ({
  data,
  model,
  hook,
  basis,
  others,
  users: run.config.evaluation.steeringUsers,
  seed: run.config.seed,
});

/** The run's attribute concepts, with latents of their own at the other hooks. */
async function steeredAttributes(
  { run, data }: SteeringMetricsOptions,
  concepts: readonly Concept[],
  others: readonly SteeredHook[],
): Promise<SteeredAttribute[]> {
  const choosers = others.map((hook) => latentChooser(hook, hook.evidence, run.config.concepts));
  const found: SteeredAttribute[] = [];
  for (const concept of concepts) {
    if (concept.attribute === null) continue;
    const index = data.catalogue.attributes.findIndex(({ id }) => id === concept.attribute);
    const elsewhere = await Promise.all(choosers.map((choose) => choose(index)));
    const latents = [concept.latents, ...elsewhere];
    found.push({ id: concept.attribute, index, items: itemsOfConcept(concept, data.catalogue), latents });
  }
  return found;
}

async function baseOf({ benches }: SteeredHook, { catalogue }: Dataset, side: Side): Promise<SteeringBase> {
  return { base: await benches[side].run(), held: benches[side].held, catalogue };
}

/** As targets were served before lists were chosen to their wishes: along each person's own direction, and along the weights. */
async function targets(
  { run, data, model }: SteeringMetricsOptions,
  concepts: readonly Concept[],
  basis: Basis,
): Promise<Metrics['steering']['target']> {
  const { seed, autoencoder, evaluation } = run.config;
  const users = Math.min(TARGET_USERS, evaluation.steeringUsers);
  const bench = steeringBench(model, autoencoder.hook, heldOutUsers(data, 'test', users, seed));
  const { data: decoder, hiddenSize } = decoderOf(await loadAutoencoderWeights(run));
  const figures = await targetFigures(bench, {
    decode: decodedBy(decoder, hiddenSize),
    model: {
      latents: autoencoder.latents,
      concepts: new Map(concepts.map((concept) => [concept.id, concept])),
      basis,
      itemsOf: itemsOnce(data.catalogue),
    },
    concepts: concepts.filter(({ attribute }) => attribute !== null),
  });
  bench.dispose();
  return figures;
}

/** Finds the items of a concept once, since they are asked for each person. */
export function itemsOnce(catalogue: Dataset['catalogue']): SteeringModel['itemsOf'] {
  const known = new Map<string, ReadonlySet<number>>();
  return (concept) => {
    const items = known.get(concept.id) ?? itemsOfConcept(concept, catalogue);
    known.set(concept.id, items);
    return items;
  };
}
