// Every way of steering beside the others: strengths chosen on validation users by what they lose and gain, figures on
// test users.
import { at } from '@trimtab/shared/look-up.ts';
import type { Metrics } from '@trimtab/shared/metrics.ts';
import { lossBound } from '../concepts/safe-range.ts';
import { median } from '../math/quantile.ts';
import { keepNothing, type Keep } from '../files/kept-parts.ts';
import type { Progress } from '../config/progress.ts';
import { pairedBootstrap } from '../ranking/paired-bootstrap.ts';
import type { Side, Steerer } from '../steering/steerer.ts';
import type { SteeredLists } from '../steering/bench.ts';
import { mean } from '../math/mean.ts';
import { exposureGain } from '../steering/exposure.ts';
import type { SteeringBase, SteeringFigures } from '../steering/figures.ts';
import { steeringFigures } from '../steering/figures.ts';
import { sizeWhere } from '../steering/size-search.ts';

export interface ComparedConcept {
  /** Of the attribute that it stands for. */
  id: string;
  items: ReadonlySet<number>;
  steerers: Steerer[];
}

export type Bases = Readonly<Record<Side, SteeringBase>>;

/** Sizes chosen on validation users. */
export interface ChosenSizes {
  /** The upper 95% bound of the relative NDCG@10 loss comes to 1%. */
  noLoss: number;
  /** The mean relative loss comes to 5%. */
  loss5: number;
  /** Exposure gains 1.0 log-odds. */
  gain1: number;
}

const LOSS = 0.05;

type Aim = keyof ChosenSizes;
const AIMS: readonly Aim[] = ['noLoss', 'loss5', 'gain1'];

/** One concept steered one way, on test users. */
export interface Compared {
  concept: string;
  method: string;
  hook: string;
  sizes: ChosenSizes;
  figures: Record<Aim, SteeringFigures>;
  /** NDCG@10 at `loss5`. ∈ [users] */
  ndcg10: Float64Array;
}

export async function compareSteering(
  concepts: readonly ComparedConcept[],
  bases: Bases,
  report: Progress,
  keep: Keep = keepNothing,
): Promise<Compared[]> {
  const compared: Compared[] = [];
  for (const [i, concept] of concepts.entries()) {
    for (const steerer of concept.steerers) {
      const plain = async (): Promise<ComparedInPlain> => inPlain(await compareOne(concept, steerer, bases));
      const kept = await keep(`steering by ${concept.id}, ${steerer.method}@${steerer.hook}`, plain);
      compared.push({ ...kept, ndcg10: Float64Array.from(kept.ndcg10) });
    }
    report.update((i + 1) / concepts.length, `every way of steering by ${concept.id}`);
  }
  return compared;
}

type ComparedInPlain = Omit<Compared, 'ndcg10'> & { ndcg10: number[] };

const inPlain = (one: Compared): ComparedInPlain => ({ ...one, ndcg10: [...one.ndcg10] });

async function compareOne(concept: ComparedConcept, steerer: Steerer, bases: Bases): Promise<Compared> {
  const sizes = await chooseSizes(concept, steerer, bases.validation.base);
  const run = (aim: Aim): Promise<SteeredLists> => steerer.run('test', sizes[aim]);
  const [noLoss, loss5, gain1] = [await run('noLoss'), await run('loss5'), await run('gain1')];
  const figures = (lists: SteeredLists): SteeringFigures =>
    steeringFigures(bases.test, lists, concept.items, concept.id);
  return {
    concept: concept.id,
    method: steerer.method,
    hook: steerer.hook,
    sizes,
    figures: { noLoss: figures(noLoss), loss5: figures(loss5), gain1: figures(gain1) },
    ndcg10: loss5.ndcg10,
  };
}

async function chooseSizes(
  { items }: ComparedConcept,
  steerer: Steerer,
  base: SteeredLists,
): Promise<ChosenSizes> {
  const gainOf = exposureGain(base.lists, items);
  const tried = new Map<number, { loss: number; bound: number; gain: number }>();
  const costs = async (size: number): Promise<{ loss: number; bound: number; gain: number }> => {
    const known = tried.get(size);
    if (known !== undefined) return known;
    const { lists, ndcg10 } = await steerer.run('validation', size);
    const found = {
      loss: relativeLoss(base, ndcg10),
      bound: lossBound(base.ndcg10, ndcg10),
      gain: gainOf(lists),
    };
    tried.set(size, found);
    return found;
  };
  return {
    noLoss: await sizeWhere(async (size) => (await costs(size)).bound, 0.01),
    loss5: await sizeWhere(async (size) => (await costs(size)).loss, LOSS),
    gain1: await sizeWhere(async (size) => (await costs(size)).gain, 1),
  };
}

/** The size at which the mean relative loss of validation users comes to 5%. */
export const sizeAtLoss5 = (steerer: Steerer, base: SteeredLists): Promise<number> =>
  sizeWhere(async (size) => {
    const { ndcg10 } = await steerer.run('validation', size);
    return relativeLoss(base, ndcg10);
  }, LOSS);

const relativeLoss = (base: SteeredLists, ndcg10: Float64Array): number =>
  1 - mean(ndcg10) / mean(base.ndcg10);

type Curve = Metrics['steering']['curves'][number];

/** An entry for each concept, method and chosen strength. */
export function curvesOf(compared: readonly Compared[]): Curve[] {
  return compared.flatMap(({ concept, method, hook, sizes, figures }) =>
    AIMS.map((aim) => ({ concept, method, hook, strength: sizes[aim], chosenFor: aim, ...figures[aim] })),
  );
}

type Summary = NonNullable<Metrics['steering']['summary']>;

/** Means over concepts for each method, with the interval of the NDCG@10 change over users. */
export function summaryOf(compared: readonly Compared[], base: SteeredLists, seed: number): Summary {
  const methods = [...new Set(compared.map(({ method }) => method))];
  return Object.fromEntries(
    methods.map((method) => [
      method,
      summarise(
        compared.filter((one) => one.method === method),
        base,
        seed,
      ),
    ]),
  );
}

function summarise(own: readonly Compared[], base: SteeredLists, seed: number): Summary[string] {
  const of = (aim: Aim, key: keyof SteeringFigures): number[] => own.map(({ figures }) => figures[aim][key]);
  const gains = of('loss5', 'logOddsGain');
  const shares = of('loss5', 'shareBase');
  const total = Math.max(
    shares.reduce((sum, share) => sum + share, 0),
    Number.MIN_VALUE,
  );
  const steered = base.ndcg10.map((_, user) => mean(own.map(({ ndcg10 }) => at(ndcg10, user))));
  const change = pairedBootstrap(steered, base.ndcg10, { seed });
  const relative = (value: number): number => value / Math.max(mean(base.ndcg10), Number.MIN_VALUE);
  const differences = (aim: Aim, key: keyof SteeringFigures, from: keyof SteeringFigures): number =>
    mean(own.map(({ figures }) => figures[aim][key] - figures[aim][from]));
  return {
    concepts: own.length,
    gainAtNoLoss: mean(of('noLoss', 'logOddsGain')),
    gainAt5pct: mean(gains),
    medianGainAt5pct: median(gains),
    shareWeightedGainAt5pct: gains.reduce((sum, gain, i) => sum + (gain * at(shares, i)) / total, 0),
    relativeGainAt5pct: mean(
      own.map(({ figures: { loss5 } }) => loss5.share / Math.max(loss5.shareBase, Number.MIN_VALUE) - 1),
    ),
    ndcgChangeAt5pct: {
      mean: relative(change.difference),
      low: relative(change.low),
      high: relative(change.high),
    },
    gainAtEqualGain: mean(of('gain1', 'logOddsGain')),
    spilloverAtEqualGain: mean(of('gain1', 'spillover')),
    ndcgChangeAtEqualGain: relative(differences('gain1', 'ndcg10', 'ndcg10Base')),
    alignedNdcgChangeAtEqualGain: differences('gain1', 'alignedNdcg10', 'alignedNdcg10Base'),
  };
}
