// What a finished version says of its concepts: lifts measured at the strengths that are served, scores, and who was lost.
import { at, lookUp } from '@trimtab/shared/look-up.ts';
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import { itemsWith } from '@trimtab/shared/catalogue.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import type { LostConcept, SurvivalReport } from '@trimtab/shared/lineage.ts';
import { directionOf } from '../concepts/direction.ts';
import type { Weights } from '../files/weights.ts';
import { pearson } from '../math/pearson.ts';
import type { Carrying } from './carry.ts';
import { LIFT_STRENGTH, type Halves, type Panel } from './lift.ts';
import type { Lifts } from './lift-file.ts';
import { LOST, survivalReport, survivalScore, SURVIVED } from './survival.ts';
import type { TrainingVersion } from './training-files.ts';

export interface SettleOptions {
  concepts: readonly Concept[];
  catalogue: Catalogue;
  autoencoder: Weights;
  panel: Panel;
  /** What was carried, and from where; absent for a first version. */
  before?: Before;
}

interface Before {
  carrying: Carrying;
  previous: Pick<TrainingVersion, 'modelVersion' | 'concepts'>;
}

export interface Settled {
  concepts: Concept[];
  lost: LostConcept[];
  lifts: Lifts;
  survival?: SurvivalReport;
}

/** Living concepts named beside a lost one. */
const NEAREST = 3;

export async function settleConcepts(options: SettleOptions): Promise<Settled> {
  const { concepts, panel, before } = options;
  const now = await liftsOf(options);
  const shown = await panel.shown();
  if (before === undefined) {
    const born = concepts.map((concept): Concept => ({ ...concept, lineage: { fate: 'new' } }));
    return { concepts: born, lost: [], lifts: { birth: now, now, shown } };
  }
  const { carrying, previous } = before;
  const judged = concepts.map((concept) =>
    judge(concept, lookUp(now, concept.id), carrying, options.catalogue),
  );
  const living = judged.filter((one) => one !== null);
  const alive = new Set(living.map(({ id }) => id));
  const lost = lostNow(before, alive, now);
  const birth = new Map([
    ...living.map(({ id, lineage }) => {
      const lift = lineage?.fate === 'new' ? undefined : carrying.birth.get(id);
      return [id, lift ?? lookUp(now, id)] as const;
    }),
    ...lost.flatMap(({ id }) => {
      const lift = carrying.birth.get(id);
      return lift === undefined ? [] : [[id, lift] as const];
    }),
  ]);
  return {
    concepts: living,
    lost,
    lifts: { birth, now: new Map([...now].filter(([id]) => alive.has(id))), shown },
    survival: reportOn(previous, living, lost),
  };
}

async function liftsOf({ concepts, autoencoder, panel }: SettleOptions): Promise<Map<string, Halves>> {
  const lifts = new Map<string, Halves>();
  for (const concept of concepts) {
    const size = LIFT_STRENGTH * concept.calibration.up;
    lifts.set(concept.id, await panel.lift(directionOf(concept, autoencoder).map((x) => x * size)));
  }
  return lifts;
}

/** The concept with its scores; null when it is another thing now, and no label says what it is. */
function judge(concept: Concept, lift: Halves, carrying: Carrying, catalogue: Catalogue): Concept | null {
  const birth = carrying.birth.get(concept.id);
  if (birth === undefined || concept.lineage?.from === undefined)
    return { ...concept, lineage: { fate: 'new' } };
  const items = carrying.compared(new Set(ownItems(concept, catalogue)));
  const last = carrying.last.get(concept.id);
  const score = rounded(survivalScore(birth, lift, items));
  if (score < LOST && concept.attribute === null) return null;
  const fate = score >= SURVIVED ? concept.lineage.fate : 'weakened';
  const lastScore = last && rounded(survivalScore(last, lift, items));
  return { ...concept, lineage: { ...concept.lineage, fate, score, ...(last && { lastScore }) } };
}

const rounded = (score: number): number => Math.round(1e4 * score) / 1e4;

function ownItems({ attribute, anchors = [] }: Concept, catalogue: Catalogue): number[] {
  const index = catalogue.attributes.findIndex(({ id }) => id === attribute);
  return index < 0 ? anchors : itemsWith(catalogue, index);
}

function lostNow(
  { carrying: { carried, birth }, previous: { modelVersion, concepts } }: Before,
  alive: ReadonlySet<string>,
  now: ReadonlyMap<string, Halves>,
): LostConcept[] {
  const carriedById = new Map(carried.map((one) => [one.concept.id, one]));
  const before: Omit<LostConcept, 'nearest'>[] = [
    ...concepts.concepts.map(({ id, label, kind, attribute, labelScore, lineage }) => ({
      id,
      label,
      kind,
      attribute,
      labelScore,
      since: lineage?.since ?? modelVersion,
      lastIn: modelVersion,
    })),
    ...(concepts.lost ?? []),
  ];
  return before
    .filter(({ id }) => !alive.has(id))
    .map((one) => {
      const known = carriedById.get(one.id);
      const lift = birth.get(one.id);
      return {
        ...one,
        ...(known && { score: rounded(known.score) }),
        ...(known?.concept.kind === 'emergent' && { anchors: known.items }),
        nearest: lift === undefined ? [] : nearestTo(lift, alive, now),
      };
    });
}

/** By the correlation of what they do now with what the lost one did, over all items that it knew. */
function nearestTo(
  lift: Halves,
  alive: ReadonlySet<string>,
  now: ReadonlyMap<string, Halves>,
): LostConcept['nearest'] {
  const items = Array.from(lift[0].keys()).filter((item) => !Number.isNaN(lift[0][item]));
  const mean = ([a, b]: Halves): number[] => items.map((item) => (at(a, item) + at(b, item)) / 2);
  const own = mean(lift);
  return [...now]
    .filter(([id]) => alive.has(id))
    .map(([id, other]) => ({ id, correlation: rounded(pearson(own, mean(other))) }))
    .sort((a, b) => b.correlation - a.correlation)
    .slice(0, NEAREST);
}

function reportOn(
  previous: Pick<TrainingVersion, 'modelVersion' | 'concepts'>,
  living: readonly Concept[],
  lost: readonly LostConcept[],
): SurvivalReport {
  const byId = new Map(living.map((concept) => [concept.id, concept]));
  const scores = new Map(lost.map(({ id, score }) => [id, score]));
  return survivalReport(
    previous.modelVersion,
    previous.concepts.concepts.map(({ id, kind }) => {
      const lineage = byId.get(id)?.lineage;
      const score = lineage === undefined ? scores.get(id) : lineage.score;
      return {
        id,
        kind,
        fate: lineage?.fate ?? 'lost',
        ...(score === undefined ? {} : { score }),
        ...(lineage?.lastScore === undefined ? {} : { lastScore: lineage.lastScore }),
        survived: (score ?? -1) >= SURVIVED && lineage !== undefined,
      };
    }),
  );
}
