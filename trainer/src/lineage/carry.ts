// The concepts of the version before, found again in this one: kept as they were, rebuilt from other latents, or lost.
import { at } from '@trimtab/shared/look-up.ts';
import { itemsWith, type Catalogue } from '@trimtab/shared/catalogue.ts';
import type { Concept, WeightedLatent } from '@trimtab/shared/concepts.ts';
import type { LostConcept } from '@trimtab/shared/lineage.ts';
import type { Weights } from '../files/weights.ts';
import { directionOf, decoderOf } from '../concepts/direction.ts';
import { placesBefore } from './item-rows.ts';
import { chosen } from './choose.ts';
import { LIFT_STRENGTH, type Halves, type Panel } from './lift.ts';
import { alignedLift, alignedRow } from './lift-file.ts';
import { fitting, rebuild, type Fitting } from './rebuild.ts';
import { comparedItems, SURVIVED, survivalScore } from './survival.ts';
import type { TrainingVersion } from './training-files.ts';

export interface CarryOptions {
  previous: Pick<TrainingVersion, 'modelVersion' | 'items' | 'concepts' | 'lifts'>;
  catalogue: Catalogue;
  /** 1 for items that nothing is fitted on. ∈ [items] */
  half: ArrayLike<number>;
  panel: Panel;
  /** The autoencoder as exported. */
  autoencoder: Weights;
  /** Whether it was started from the one before, so that the latents of before may still be there. */
  warm: boolean;
  maxLatents: number;
}

/** A concept of before with the latents that do what it did. */
export interface Carried {
  concept: Pick<Concept, 'id' | 'label' | 'kind' | 'attribute' | 'labelScore'>;
  how: 'kept' | 'rebuilt';
  latents: WeightedLatent[];
  /** Its items: those with the attribute now, or the anchors that are still in the catalogue. */
  items: number[];
  score: number;
}

export interface Carrying {
  /** All that are known from before, lost ones too, best first for none: in the order of before. */
  carried: Carried[];
  /** Lifts of before by the items of now. */
  birth: ReadonlyMap<string, Halves>;
  last: ReadonlyMap<string, Halves>;
  /** The items that a concept's score is taken over. */
  compared(own: ReadonlySet<number>): Int32Array;
}

export async function carryConcepts(options: CarryOptions): Promise<Carrying> {
  const { previous, catalogue, half, panel, autoencoder } = options;
  const places = placesBefore(catalogue.ids, previous.items);
  const shown = alignedRow(previous.lifts.shown, places);
  const aligned = (lifts: ReadonlyMap<string, Halves>): Map<string, Halves> =>
    new Map([...lifts].map(([id, lift]) => [id, alignedLift(lift, places)]));
  const [birth, last] = [aligned(previous.lifts.birth), aligned(previous.lifts.now)];
  const compared = (own: ReadonlySet<number>): Int32Array => comparedItems(shown, half, own);
  const jacobian = await panel.jacobian(0);
  const { data: decoder, hiddenSize } = decoderOf(autoencoder);
  const fits = new Map<string, Fitting>();
  const fitFor = (lift: Float32Array): Fitting => {
    const weights = fittedWeights(shown, half, lift);
    const key = weights.join();
    const fit = fits.get(key) ?? fitting({ jacobian, table: panel.table, hiddenSize, decoder, weights });
    fits.set(key, fit);
    return fit;
  };
  const carried: Carried[] = [];
  for (const concept of everyConcept(previous.concepts)) {
    const lift = birth.get(concept.id);
    if (lift === undefined) continue;
    const items = itemsNow(concept, catalogue, previous.items, places);
    if (items.length === 0) continue;
    const own = compared(new Set(items));
    const yesterday = last.get(concept.id) ?? lift;
    const scoresOf = async (edit: Float32Array): Promise<Scores> => {
      const now = await panel.lift(edit);
      return { score: survivalScore(lift, now, own), last: survivalScore(yesterday, now, own) };
    };
    const kept =
      options.warm && concept.latents !== undefined ? await keptAs(concept, scoresOf, options) : undefined;
    const lives = kept !== undefined && kept.score >= SURVIVED && kept.last >= SURVIVED;
    const edits = lives ? [kept] : await rebuiltAs(fitFor(lift[0]), [lift, yesterday], scoresOf, options);
    const best = chosen(kept === undefined || lives ? edits : [kept, ...edits]);
    if (best !== undefined) {
      const { how, latents, score } = best;
      carried.push({ concept, items, how, latents, score });
    }
  }
  return { carried, birth, last, compared };
}

/** Against the lift of birth, and that of the version before. */
interface Scores {
  score: number;
  last: number;
}

type Found = Pick<Carried, 'how' | 'latents'> & Scores;
type ScoresOf = (edit: Float32Array) => Promise<Scores>;

interface Known extends Pick<Concept, 'id' | 'label' | 'kind' | 'attribute' | 'labelScore'> {
  anchors?: number[];
  /** Absent of a concept that was lost. */
  latents?: WeightedLatent[];
  up?: number;
}

/** Living concepts, and lost ones, which a later version may bring back. */
function everyConcept({ concepts, lost = [] }: TrainingVersion['concepts']): Known[] {
  return [...concepts.map((one) => ({ ...one, up: one.calibration.up })), ...lost.map(ofLost)];
}

const ofLost = ({ id, label, kind, attribute, labelScore, anchors }: LostConcept): Known => ({
  id,
  label,
  kind,
  attribute,
  labelScore,
  ...(anchors && { anchors }),
});

/** The latents of before, as far as they still do the same. */
async function keptAs(concept: Known, scoresOf: ScoresOf, { autoencoder }: CarryOptions): Promise<Found> {
  const { latents = [], up = 1 } = concept;
  const edit = directionOf({ latents }, autoencoder).map((x) => x * LIFT_STRENGTH * up);
  return { how: 'kept', latents, ...(await scoresOf(edit)) };
}

/** Of the latents of now: what does what it did at birth, and where that has moved since, what lies between it and yesterday. */
async function rebuiltAs(
  fit: Fitting,
  [birth, yesterday]: readonly [Halves, Halves],
  scoresOf: ScoresOf,
  { autoencoder, maxLatents }: CarryOptions,
): Promise<Found[]> {
  const aims = birth === yesterday ? [birth[0]] : [birth[0], between(birth[0], yesterday[0])];
  const found: Found[] = [];
  for (const aim of aims) {
    const known = aim.map((value) => (Number.isNaN(value) ? 0 : value));
    const latents = rebuild(fit, known, maxLatents);
    if (latents.length === 0) continue;
    const direction = directionOf({ latents }, autoencoder);
    // As long as the lift: the size whose effect is nearest to it, e·g for weights of w·F·w = 1.
    const gradient = fit.gradient(known);
    const size = direction.reduce((sum, x, i) => sum + x * at(gradient, i), 0);
    found.push({ how: 'rebuilt', latents, ...(await scoresOf(direction.map((x) => x * size))) });
  }
  return found;
}

const sizeOf = (lift: Float32Array): number =>
  Math.sqrt(lift.reduce((sum, x) => sum + (Number.isNaN(x) ? 0 : x * x), 0)) || 1;

/** The mean of two lifts, of which either counts as much whatever the strength that it was of. */
function between(a: Float32Array, b: Float32Array): Float32Array {
  const [own, other] = [sizeOf(a), sizeOf(b)];
  return a.map((x, item) => (x / own + at(b, item) / other) / 2);
}

/** Weight of items that are seldom shown beside those that are. */
const SELDOM = 0.1;
/** Items that count whole, the most shown first: those that lists are made of. */
const OFTEN = 2000;

/** ω: nothing for items that are held out or were not known. */
export function fittedWeights(
  shown: Float32Array,
  half: ArrayLike<number>,
  lift: Float32Array,
): Float64Array {
  const order = Array.from(shown.keys()).filter((item) => !Number.isNaN(shown[item]));
  order.sort((a, b) => at(shown, b) - at(shown, a));
  const weights = new Float64Array(shown.length);
  order.forEach((item, rank) => {
    if (half[item] !== 1 && !Number.isNaN(lift[item])) weights[item] = rank < OFTEN ? 1 : SELDOM;
  });
  return weights;
}

function itemsNow(
  { attribute, anchors = [] }: Known,
  catalogue: Catalogue,
  before: readonly string[],
  places: Int32Array,
): number[] {
  if (attribute !== null) {
    const index = catalogue.attributes.findIndex(({ id }) => id === attribute);
    return index < 0 ? [] : itemsWith(catalogue, index);
  }
  const now = new Map(Array.from(places, (place, item) => [place, item]));
  return anchors.flatMap((anchor) => (anchor < before.length ? (now.get(anchor) ?? []) : []));
}
