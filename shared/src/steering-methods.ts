// The edits of one concept, by each method: pure arithmetic that trainer and Worker do alike.
import { z } from 'zod';
import { at } from './look-up.ts';
import type { Calibration, Concept } from './concepts.ts';

/** How a strength becomes an edit. `target` asks for a share instead (steering-target.ts). */
export const METHODS = ['add', 'set', 'scale', 'gradient'] as const;
export const methodSchema = z.enum(METHODS);
export type Method = z.infer<typeof methodSchema>;

type Steerable = Pick<Concept, 'id' | 'latents' | 'calibration' | 'calibrations'>;

/** An edit of few latents: `values[i]` for the concept's `latents[i]`, or of the method `gradient` for the basis'. */
export type ConceptEdit = Float64Array;

/** A boost by 1 is what `gradient` comes near to where it was not calibrated: its sizes are of another unit than w. */
const BOOST: Calibration = { up: 1, down: 1 };

/** The sizes of a method: its own where it was calibrated; else those of `add`, and for `gradient` a boost by 1. */
export function calibrationOf(concept: Steerable, method: Method): Calibration {
  if (method === 'add') return concept.calibration;
  return concept.calibrations?.[method] ?? (method === 'gradient' ? BOOST : concept.calibration);
}

/** Size at a strength: a = |s|·up for s > 0, |s|·down for s < 0; never negative. */
export function sizeAt(concept: Steerable, method: Method, strength: number): number {
  const { up, down } = calibrationOf(concept, method);
  return Math.abs(strength) * (strength > 0 ? up : down);
}

/** σ·|s|·u, with σ the sign of the strength s; 0 for none. */
const signedSize = (concept: Steerable, method: Method, strength: number): number =>
  strength === 0 ? 0 : Math.sign(strength) * sizeAt(concept, method, strength);

/** What one latent is moved by. */
interface LatentMove {
  /** σ·|s|·u */
  signed: number;
  strength: number;
  /** w_j */
  weight: number;
  /** z_j */
  fires: number;
}

/** The methods that move each of a concept's latents by itself. */
const LATENT_METHODS: Record<
  Exclude<Method, 'gradient'>,
  { looksAtCode: boolean; moved(move: LatentMove): number }
> = {
  add: { looksAtCode: false, moved: ({ signed, weight }) => signed * weight },
  set: {
    looksAtCode: true,
    moved: ({ signed, strength, weight, fires }) => signed * weight - Math.abs(strength) * fires,
  },
  scale: { looksAtCode: true, moved: ({ signed, fires }) => signed * fires },
};

/**
 * z' - z on the concept's latents, for a strength s, its sign σ, and sizes u = up or down by the sign:
 *
 *   add       σ·|s|·u·w_j
 *   set       |s|·(σ·u·w_j - z_j)        strength 1 sets the latent to u·w_j whatever it was, .5 goes half of the way
 *   scale     σ·|s|·u·z_j                a latent that does not fire stays so
 *
 * `set` and `scale` are those of arXiv 2507.12202. Strength 0 gives zeros.
 *
 * @param code z ∈ [latents]; only `set` and `scale` look at it
 * @example addTo(edit, concept, conceptEdit('add', concept, 0.5))
 */
export function conceptEdit(
  method: Exclude<Method, 'gradient'>,
  concept: Steerable,
  strength: number,
  code: ArrayLike<number> = [],
): ConceptEdit {
  const signed = signedSize(concept, method, strength);
  const { looksAtCode, moved } = LATENT_METHODS[method];
  return Float64Array.from(concept.latents, ({ index, weight }) =>
    moved({ signed, strength, weight, fires: looksAtCode ? at(code, index) : 0 }),
  );
}

/** Tells whether a method needs the person's code. */
export const looksAtCode = (method: Method): boolean =>
  method !== 'gradient' && LATENT_METHODS[method].looksAtCode;

/** z' - z on the latents of a basis: σ·|s|·u·δ, what comes nearest to a boost by u for this person. */
export function gradientEdit(concept: Steerable, strength: number, direction: Float64Array): ConceptEdit {
  const signed = signedSize(concept, 'gradient', strength);
  return direction.map((moved) => signed * moved);
}

/** An edit of few latents, and which: of a concept for whose sake they are moved. */
export interface EditedLatents {
  id: string;
  latents: readonly { index: number }[];
}

/** Adds an edit of few latents, `times` over, to an edit of all. @throws RangeError for a latent there is not */
export function addTo(
  edit: Float32Array,
  { id, latents }: EditedLatents,
  values: ConceptEdit,
  times = 1,
): Float32Array {
  latents.forEach(({ index }, i) => {
    const before = edit[index];
    if (before === undefined) {
      throw new RangeError(`concept ${id} names latent ${index}, but there are only ${edit.length}`);
    }
    edit[index] = before + times * at(values, i);
  });
  return edit;
}

/** log Σ_{i∈C} exp(s_i) - log Σ_i exp(s_i): the log of the concept's share of the softmax. */
export const logMass = (scores: ArrayLike<number>, items: Iterable<number>): number =>
  logMassesOf(scores)(items);

/** `logMass` for several concepts: the sum over all items, which is nearly all of the work, is made once. */
export function logMassesOf(scores: ArrayLike<number>): (items: Iterable<number>) => number {
  // No loop here: its variables would live on the heap, for the function that is returned, and each step write there.
  const highest = highestOf(scores);
  const logAll = Math.log(powersOf(scores, highest));
  return (items) => {
    let own = 0;
    for (const item of items) own += Math.exp((scores[item] as number) - highest);
    return Math.log(own) - logAll;
  };
}

function highestOf(scores: ArrayLike<number>): number {
  let highest = -Infinity;
  for (let i = 0; i < scores.length; i++) highest = Math.max(highest, scores[i] as number);
  return highest;
}

/** Σ_i exp(s_i - highest) */
function powersOf(scores: ArrayLike<number>, highest: number): number {
  let all = 0;
  for (let i = 0; i < scores.length; i++) all += Math.exp((scores[i] as number) - highest);
  return all;
}
