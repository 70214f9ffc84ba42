// From evidence to concepts.json: attribute and emergent candidates, merged, calibrated and described.
import { at } from '@trimtab/shared/look-up.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import type { SteeredLists, SteeringBench } from '../steering/bench.ts';
import type { EditedConcept } from '../steering/by-latents.ts';
import { keepNothing, type Keep } from '../files/kept-parts.ts';
import type { Weights } from '../files/weights.ts';
import type { ConceptSettings } from '../config/schema.ts';
import type { Progress } from '../config/progress.ts';
import { conceptActivation, histogramOf, meanByItem, topItems } from './activation.ts';
import { attributeConcepts, byEffectAndReading } from './attribute-concepts.ts';
import { calibrate, type CalibrationResult, type MorePeople } from './calibrate.ts';
import type { Candidate } from './candidate.ts';
import { exposedItemsOf } from './candidate.ts';
import { directionOf } from './direction.ts';
import { cosine } from '../math/cosine.ts';
import { withoutDoubles } from './doubles.ts';
import type { LatentEffect } from './effect-latents.ts';
import { emergentConcepts } from './emergent-concepts.ts';
import { exampleHistory } from './example-history.ts';
import type { Evidence } from './evidence.ts';
import { rowsOf } from './evidence.ts';
import type { LeanOf } from './lean.ts';
import type { OutputEffect } from './output-effect.ts';
import { raiseOf } from './raise.ts';
import type { Overrides } from './overrides.ts';
import { withOverrides } from './overrides.ts';
import { checkSensitive } from './sensitive.ts';

const NEIGHBOURS = 5;

export interface BuildOptions {
  evidence: Evidence;
  /** The autoencoder as exported: `decoder.weight` [latents, d]. */
  autoencoder: Weights;
  bench: Pick<SteeringBench, 'run'>;
  /** More people, on whom it is measured how far strengths are safe. */
  further?: readonly MorePeople[];
  /** Sizes of the methods beside `add`, found on the same bench; of a concept among all these. */
  calibrateOthers: (
    candidates: readonly Candidate[],
  ) => (concept: EditedConcept, base: SteeredLists) => Promise<Concept['calibrations']>;
  /** What an edit does to the last state, for lists that lean towards a wish; absent, none do. */
  leanOf?: LeanOf;
  /** What moving the hidden state does to the lists that concepts are fitted to. */
  output: OutputEffect;
  /** What moving each latent does to them. */
  effect: LatentEffect;
  settings: ConceptSettings;
  /** What an operator has decided. */
  overrides: Overrides;
  report: Progress;
  /** Keeps the sizes of a concept as soon as they are found. */
  keep?: Keep;
  /** Concepts of an earlier version among the candidates; absent where there is none. */
  carry?: (known: readonly Candidate[]) => Promise<CarriedCandidates>;
  /** Whether parts of people's histories may be shown with the concepts. */
  showsHistories?: boolean;
  /** Latents that do not hang on the chance of one training; absent, that is not asked. */
  stable?: () => Promise<ReadonlySet<number>>;
}

/** What an earlier version leaves to this one. */
export interface CarriedCandidates {
  /** All attribute candidates: as they were, and those that the labels alone give. */
  attributes: Candidate[];
  emergent: Candidate[];
  /** Latents that carried emergent concepts are mostly made of: no new ones are looked for there. */
  used: ReadonlySet<number>;
}

/**
 * Strongest first: attribute concepts by label score, then emergent ones by what they raise, those of an earlier version before new
 * ones.
 *
 * @throws SensitiveError when the settings call something sensitive that no item has
 */
export async function buildConcepts(options: BuildOptions): Promise<Concept[]> {
  const { evidence, bench, autoencoder, settings, report, keep = keepNothing } = options;
  checkSensitive(evidence.catalogue, settings.sensitive);
  const candidates = await chooseCandidates(options);
  const calibrateOthers = options.calibrateOthers(candidates);
  const base = await bench.run();
  const rows = rowsOf(evidence, 'selection');
  const concepts: Concept[] = [];
  for (const [i, candidate] of candidates.entries()) {
    const emergent = concepts.filter(({ kind }) => kind === 'emergent').length;
    if (isNewEmergent(candidate) && emergent >= settings.maxEmergent) continue;
    const { exposedItems, ...named } = candidate;
    const sizes = await keep(`sizes of ${candidate.id}`, () =>
      sizesOf(candidate, base, options, calibrateOthers),
    );
    report.update((i + 1) / candidates.length, candidate.label);
    if (sizes === null) {
      report.line(
        `"${candidate.label}" is left out: no edit raises its share, or none that keeps the ranking`,
      );
    } else {
      const anchors = candidate.kind === 'emergent' ? { anchors: exposedItems } : {};
      concepts.push({
        ...named,
        ...anchors,
        ...sizes,
        ...described(evidence, candidate, rows, options.showsHistories === true),
        neighbours: [],
      });
    }
  }
  return withNeighbours(concepts, autoencoder);
}

/** Presets may name what an earlier version had: it stays as long as it does anything. */
const isNewEmergent = ({ kind, lineage }: Candidate): boolean =>
  kind === 'emergent' && lineage?.from === undefined;

type Sizes = Omit<CalibrationResult, 'reached'> & Pick<Concept, 'calibrations' | 'lean'>;

/** How far a candidate's strengths go, by each method; null where no edit does what the concept is for. */
async function sizesOf(
  candidate: Candidate,
  base: SteeredLists,
  { bench, autoencoder, leanOf, further }: BuildOptions,
  calibrateOthers: ReturnType<BuildOptions['calibrateOthers']>,
): Promise<Sizes | null> {
  const direction = directionOf(candidate, autoencoder);
  const items = new Set(candidate.exposedItems);
  const { reached, ...calibrated } = await calibrate(bench, base, direction, items, further);
  // People ask for attributes by name, and a wish needs no edit; a new emergent concept is what its edit does.
  if (reached.up <= 0 || (isNewEmergent(candidate) && calibrated.safeRange.max === 0)) return null;
  const edited = { ...exposedItemsOf(candidate), latents: candidate.latents };
  const calibrations = await calibrateOthers(edited, base);
  const size = calibrated.calibration.up;
  const lean = await leanOf?.(
    direction.map((x) => size * x),
    items,
  );
  return { ...calibrated, calibrations, ...(lean && { lean }) };
}

/** Attribute concepts by label score, then emergent ones by what they raise, as the operator wants them, without doubles. */
async function chooseCandidates(options: BuildOptions): Promise<Candidate[]> {
  const { evidence, settings, output, effect, overrides, autoencoder, report } = options;
  const labelled = await attributeConcepts(evidence, settings, byEffectAndReading(settings, output, effect));
  const {
    attributes,
    emergent,
    used = new Set<number>(),
  } = (await options.carry?.(labelled)) ?? { attributes: labelled, emergent: [] };
  const known = attributes.toSorted((a, b) => b.labelScore - a.labelScore);
  const taken = new Set([...used, ...known.flatMap(({ latents }) => latents.map(({ index }) => index))]);
  const maxEmergent = Math.max(0, settings.maxEmergent - emergent.length);
  const found = await newEmergent(options, maxEmergent, taken);
  const all = distinctIds([...known, ...emergent, ...found]);
  const decided = withOverrides(all, overrides, (line) => report.line(line));
  const fired = { codes: evidence.codes, rows: rowsOf(evidence, 'selection') };
  // People ask for attributes by name, so those stay even where two of them are hard to tell apart.
  const mayDrop = (candidate: Candidate): boolean =>
    isNewEmergent(candidate) && overrides[candidate.id]?.approve !== true;
  return withoutDoubles(decided, autoencoder, fired, mayDrop);
}

/** What is left to be found once those of before have their latents. */
async function newEmergent(
  { evidence, settings, bench, effect, stable, report }: BuildOptions,
  maxEmergent: number,
  taken: ReadonlySet<number>,
): Promise<Candidate[]> {
  if (maxEmergent === 0) return [];
  const raise = await raiseOf(bench, effect);
  const known = await stable?.();
  let measured = 0;
  const told: typeof raise = (latent, items) => {
    report.update(0.1, `what features nobody named do to lists: ${++measured}`);
    return raise(latent, items);
  };
  return emergentConcepts(evidence, { ...settings, maxEmergent }, taken, told, known, (share) =>
    report.update(share / 10, 'what each feature fires on'),
  );
}

/** Two emergent latents with the same anchors are one concept, found twice: the first stays. */
function distinctIds(candidates: Candidate[]): Candidate[] {
  const seen = new Set<string>();
  return candidates.filter(({ id }) => !seen.has(id) && seen.add(id));
}

function described(
  evidence: Evidence,
  { latents }: Candidate,
  rows: Int32Array,
  showsHistories: boolean,
): Pick<Concept, 'density' | 'topItems' | 'histogram' | 'example'> {
  const activation = conceptActivation(evidence.codes, latents, rows);
  const itemAtRow = Array.from(rows, (row) => at(evidence.items, row));
  const byItem = meanByItem(activation, itemAtRow, evidence.catalogue.ids.length);
  const fired = activation.reduce((count, value) => count + (value > 0 ? 1 : 0), 0);
  return {
    density: fired / Math.max(1, rows.length),
    topItems: topItems(byItem, 20, 3),
    histogram: histogramOf(activation),
    ...(showsHistories && exampleHistory(evidence, activation, rows)),
  };
}

function withNeighbours(concepts: Concept[], autoencoder: Weights): Concept[] {
  const directions = concepts.map((concept) => directionOf(concept, autoencoder));
  return concepts.map((concept, i) => {
    const neighbours = concepts
      .map(({ id }, j) => ({ id, cosine: cosine(at(directions, i), at(directions, j)) }))
      .filter((_, j) => j !== i)
      .sort((a, b) => b.cosine - a.cosine)
      .slice(0, NEIGHBOURS);
    return { ...concept, neighbours };
  });
}
