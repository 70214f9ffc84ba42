// Hidden labels and leaning: before ten items are chosen, do the scores also bring up items whose labels nobody gave?
import type { Concept, WeightedLatent } from '@trimtab/shared/concepts.ts';
import { baseScores, leansFor } from '@trimtab/shared/gradient/personal.ts';
import type { ItemTable } from '@trimtab/shared/gradient/item-table.ts';
import { leaned, LEANING } from '@trimtab/shared/promise/lean.ts';
import type { SteeringModel } from '@trimtab/shared/steering-moves.ts';
import { editWidth, total } from '@trimtab/shared/steering-moves.ts';
import { topK } from '@trimtab/shared/top-k.ts';
import { directionOf } from '../../concepts/direction.ts';
import { leans } from '../../concepts/lean.ts';
import type { ConceptSettings } from '../../config/schema.ts';
import type { SteeringBench } from '../../steering/bench.ts';
import { eachPerson } from '../../steering/people.ts';
import type { SteeredHook } from '../steered-hook.ts';
import { latentChooser } from '../steered-hook.ts';
import type { HiddenGain } from './attribute.ts';
import { gainsOf } from './attribute.ts';
import type { HiddenAttribute, HiddenFigures } from './steering.ts';
import { blindEvidence, gainFigures, halvesOf, SPLITS } from './steering.ts';

/** An attribute with the concept that stands for it. */
export interface HiddenConcept extends HiddenAttribute {
  concept: Concept;
}

export interface HiddenLeaningOptions {
  hook: SteeredHook;
  /** Other people than the hook's own, stopped at `final`. */
  bench: SteeringBench;
  attributes: readonly HiddenConcept[];
  table: ItemTable;
  settings: ConceptSettings;
  seed: number;
}

/**
 * Takes each attribute from half of its items, seeks latents by the known half, and leans everybody's scores by them.
 *
 * @returns gains of both halves in the ten best by the leaning scores, before any choice
 */
export async function hiddenLeaning(options: HiddenLeaningOptions): Promise<HiddenFigures[string]> {
  const { hook, bench, attributes, table, seed } = options;
  const leanOf = await leans(hook.benches.validation, table);
  const gains: HiddenGain[] = [];
  for (let split = 0; split < SPLITS; split++) {
    const halved = halvesOf(attributes, hook.evidence, seed + split);
    const choose = latentChooser(hook, blindEvidence(hook.evidence, halved), options.settings);
    const blind: Concept[] = [];
    for (const { concept, index, known } of halved) {
      const edit = editOf(concept, await choose(index), hook);
      blind.push({ ...concept, latents: [], lean: await leanOf(edit, known) });
    }
    const knownOf = new Map(halved.map(({ concept, known }) => [concept.id, known]));
    const model: SteeringModel = {
      latents: 0,
      concepts: new Map(blind.map((concept) => [concept.id, concept])),
      table,
      itemsOf: ({ id }) => knownOf.get(id) ?? new Set(),
    };
    for (const [at, { base, leaning }] of (await listsOf(bench, blind, model, table)).entries()) {
      const halves = halved[at];
      if (halves !== undefined && leaning.length > 0)
        gains.push(gainsOf({ lists: base }, { lists: leaning }, halves));
    }
  }
  return gainFigures(gains);
}

/** What strength 1 of these latents adds at the hook. ∈ [d] */
function editOf(
  { calibration }: Pick<Concept, 'calibration'>,
  latents: WeightedLatent[],
  { weights }: SteeredHook,
): Float32Array {
  return directionOf({ latents }, weights).map((value) => calibration.up * value);
}

interface Lists {
  base: number[][];
  leaning: number[][];
}

/** Everybody's ten without a wish and leaning towards one, by concept; none of a concept without a vector to lean along. */
async function listsOf(
  bench: SteeringBench,
  concepts: readonly Concept[],
  model: SteeringModel,
  table: ItemTable,
): Promise<Lists[]> {
  const lists = concepts.map((): Lists => ({ base: [], leaning: [] }));
  await eachPerson(bench, { decode: (edit) => edit }, async (person) => {
    const base = await baseScores(model, person);
    const ten = topK(base, 10, person.excluded);
    const leanFor = leansFor(model, table, person);
    for (const [at, concept] of concepts.entries()) {
      if (concept.lean === undefined) continue;
      const move = leaned(concept, await leanFor(concept), LEANING);
      const [scores = base] = await person.score([total([move], editWidth(model))]);
      lists[at]?.base.push(ten);
      lists[at]?.leaning.push(topK(scores, 10, person.excluded));
    }
  });
  return lists;
}
