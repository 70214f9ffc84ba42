// Rules on what concepts do: each that somebody's preset uses must still move lists, and must not ruin them.
import type { Concept } from '@trimtab/shared/concepts.ts';
import type { GateRule } from '@trimtab/shared/gates.ts';
import { at } from '@trimtab/shared/look-up.ts';
import { itemsOfConcept } from '@trimtab/shared/steering-moves.ts';
import { editFromStrengths } from '@trimtab/shared/steering.ts';
import { topK } from '@trimtab/shared/top-k.ts';
import { mean } from '../math/mean.ts';
import { ndcg10Of, rankOf } from '../ranking/ranking.ts';
import { exposureGain } from '../steering/exposure.ts';
import type { Bounds } from './bounds.ts';
import { known } from './rank-targets.ts';
import { atLeast, atMost } from './rule.ts';
import type { Side } from './side.ts';
import type { Target } from './targets.ts';

/** What concepts are calibrated for: half a step of log-odds. */
const STRENGTH = 0.5;

export interface Effect {
  /** Change of the exposure of the concept's items, in log-odds. */
  gain: number;
  /** Share of NDCG@10 that is lost. */
  cost: number;
}

/** Ids of concepts → what strength .5 does to people's lists, by the graphs that are served. */
export async function effectsOf(
  side: Side,
  concepts: readonly Concept[],
  targets: readonly Target[],
): Promise<Map<string, Effect>> {
  const { manifest, session, index } = side;
  const byId = new Map(concepts.map((concept) => [concept.id, concept]));
  const edits = [
    new Float32Array(manifest.latents),
    ...concepts.map(({ id }) => editFromStrengths({ [id]: STRENGTH }, byId, manifest.latents)),
  ];
  const lists: number[][][] = edits.map(() => []);
  const ndcg10: number[][] = edits.map(() => []);
  for (const { history, target, excluded } of targets) {
    const [items, left] = [known(index, history).slice(-manifest.model.maxLength), known(index, excluded)];
    const item = index.get(target);
    if (items.length === 0 || item === undefined) continue;
    const { scores } = await session.score(await session.encode(Int32Array.from(items)), edits);
    const leftOut = new Set(left);
    scores.forEach((row, i) => {
      at(lists, i).push(topK(row, 10, leftOut));
      at(ndcg10, i).push(ndcg10Of(rankOf(row, item, left)));
    });
  }
  return new Map(
    concepts.map((concept, i) => [
      concept.id,
      effectOf(
        itemsOfConcept(concept, side.catalogue),
        [at(lists, 0), at(lists, i + 1)],
        [at(ndcg10, 0), at(ndcg10, i + 1)],
      ),
    ]),
  );
}

type BeforeAndAfter<T> = readonly [before: T, after: T];

function effectOf(
  items: ReadonlySet<number>,
  [before, after]: BeforeAndAfter<number[][]>,
  [base, steered]: BeforeAndAfter<number[]>,
): Effect {
  // Lists without items are what scores that are no numbers give: they have lost everything.
  const isEmpty = after.some((list) => list.length === 0);
  return {
    gain: isEmpty ? Number.NaN : exposureGain(before, items)(after),
    cost: isEmpty ? 1 : 1 - mean(steered) / mean(base),
  };
}

export interface ConceptGateOptions {
  candidate: Side;
  against: Side | null;
  targets: readonly Target[];
  /** Concepts that presets use; null where it is not known, and every concept of the serving version counts. */
  used: ReadonlySet<string> | null;
  bounds: Bounds['concepts'];
}

/** A concept that is weak in what serves need not be stronger in the candidate. */
export async function conceptGate(options: ConceptGateOptions): Promise<GateRule[]> {
  const { candidate, against, used, bounds } = options;
  const targets = options.targets.slice(0, bounds.people);
  const asked = ({ concepts: { concepts } }: Side): Concept[] =>
    concepts.filter(({ id }) => used === null || used.has(id));
  const own = await effectsOf(candidate, asked(candidate), targets);
  const theirs =
    against === null ? new Map<string, Effect>() : await effectsOf(against, asked(against), targets);
  return [...own].flatMap(([id, { gain, cost }]) => {
    const serving = theirs.get(id);
    const slice = `concept: ${id}`;
    const least = Math.min(bounds.gain, serving === undefined ? Infinity : serving.gain / 2);
    return [
      atLeast({
        name: 'concepts.gain',
        slice,
        figure: finite(gain),
        bound: least,
        says: 'log-odds by strength .5',
      }),
      atMost({ name: 'concepts.mostGain', slice, figure: finite(gain), bound: bounds.mostGain }),
      atMost({
        name: 'concepts.cost',
        slice,
        figure: finite(cost),
        bound: Math.max(bounds.cost, serving === undefined ? 0 : serving.cost),
        says: 'share of NDCG@10 lost by strength .5',
      }),
    ];
  });
}

/** JSON knows no NaN. */
const finite = (figure: number): number | null => (Number.isFinite(figure) ? figure : null);
