// The edits of one concept, by each method: pure arithmetic that trainer and Worker do alike.
import { z } from 'zod';
import type { Calibration, Concept } from './concepts.ts';

/** How a strength becomes an edit. `target` asks for a share instead (steering-target.ts). */
export const METHODS = ['add', 'set', 'scale', 'gradient'] as const;
export const methodSchema = z.enum(METHODS);
export type Method = z.infer<typeof methodSchema>;

type Steerable = Pick<Concept, 'id' | 'latents' | 'calibration' | 'calibrations'>;

/** An edit of few latents: `values[i]` for the concept's `latents[i]`. */
export type ConceptEdit = Float64Array;

/** The sizes of a method: its own where it was calibrated, else those of `add`. */
export const calibrationOf = (concept: Steerable, method: Method): Calibration =>
  (method === 'add' ? undefined : concept.calibrations?.[method]) ?? concept.calibration;

/** Size at a strength: a = |s|·up for s > 0, |s|·down for s < 0; never negative. */
export function sizeAt(concept: Steerable, method: Method, strength: number): number {
  const { up, down } = calibrationOf(concept, method);
  return Math.abs(strength) * (strength > 0 ? up : down);
}

/**
 * z' - z on the concept's latents, for a strength s, its sign σ, and sizes u = up or down by the sign:
 *
 *   add       σ·|s|·u·w_j
 *   set       |s|·(σ·u·w_j - z_j)        strength 1 sets the latent to u·w_j whatever it was, .5 goes half of the way
 *   scale     σ·|s|·u·z_j                a latent that does not fire stays so
 *   gradient  σ·|s|·u·‖w‖·g_j/‖g‖        the length of `add`, in the direction that raises the concept most here
 *
 * `set` and `scale` are those of arXiv 2507.12202. Strength 0 gives zeros.
 *
 * @param code z ∈ [latents]; only `set` and `scale` look at it
 * @param gradient g of `gradientOf`; only `gradient` looks at it
 */
export function conceptEdit(
  method: Method,
  concept: Steerable,
  strength: number,
  { code, gradient }: { code?: ArrayLike<number>; gradient?: ArrayLike<number> } = {},
): ConceptEdit {
  const edit = new Float64Array(concept.latents.length);
  if (strength === 0) return edit;
  const signed = Math.sign(strength) * sizeAt(concept, method, strength);
  const direction = method === 'gradient' ? steepest(concept, gradient ?? []) : [];
  concept.latents.forEach(({ index, weight }, i) => {
    const fires = code?.[index] ?? 0;
    if (method === 'add') edit[i] = signed * weight;
    else if (method === 'set') edit[i] = signed * weight - Math.abs(strength) * fires;
    else if (method === 'scale') edit[i] = signed * fires;
    else edit[i] = signed * (direction[i] ?? 0);
  });
  return edit;
}

/** ‖w‖·g/‖g‖; w itself where nothing is to be gained in any direction. */
function steepest({ latents }: Steerable, gradient: ArrayLike<number>): number[] {
  const weights = latents.map(({ weight }) => weight);
  const length = Math.hypot(...Array.from(gradient));
  if (!(length > 0)) return weights;
  const scale = Math.hypot(...weights) / length;
  return weights.map((_, i) => scale * (gradient[i] ?? 0));
}

/** Adds a concept's edit, `times` over, to an edit of all latents. @throws RangeError for a latent there is not */
export function addTo(edit: Float32Array, concept: Steerable, values: ConceptEdit, times = 1): Float32Array {
  concept.latents.forEach(({ index }, i) => {
    const before = edit[index];
    if (before === undefined) {
      throw new RangeError(`concept ${concept.id} names latent ${index}, but there are only ${edit.length}`);
    }
    edit[index] = before + times * (values[i] ?? 0);
  });
  return edit;
}

/** Share of strength 1 by which each latent is moved to see what it does: above rounding, below where scores bend. */
const STEP = 0.25;

/** h_j = .25·up·|w_j|, the step of the central difference along latent j. */
const stepsOf = ({ latents, calibration }: Steerable): number[] =>
  latents.map(({ weight }) => STEP * Math.max(calibration.up, 1e-3) * Math.max(Math.abs(weight), 1e-6));

/** The edits to score for `gradientOf`: for each of the concept's latents +h_j alone, then -h_j alone. */
export function gradientProbes(concept: Steerable): ConceptEdit[] {
  return stepsOf(concept).flatMap((step, at) =>
    [step, -step].map((moved) => {
      const probe = new Float64Array(concept.latents.length);
      probe[at] = moved;
      return probe;
    }),
  );
}

/**
 * g_j = (f(+h_j) - f(-h_j)) / 2h_j, where f is the log-mass under an edit: central differences of d log p(C) / d e_j,
 * which at the hook `final` is [W_dec·Eᵀ(p_C - p)]_j, with p_C the softmax p restricted to the concept and renormalised.
 *
 * @param masses f of each of `gradientProbes`, in their order
 */
export function gradientOf(concept: Steerable, masses: ArrayLike<number>): Float64Array {
  return Float64Array.from(
    stepsOf(concept),
    (step, i) => ((masses[2 * i] ?? 0) - (masses[2 * i + 1] ?? 0)) / (2 * step),
  );
}

/** log Σ_{i∈C} exp(s_i) - log Σ_i exp(s_i): the log of the concept's share of the softmax. */
export function logMass(scores: ArrayLike<number>, items: Iterable<number>): number {
  let highest = -Infinity;
  for (let i = 0; i < scores.length; i++) highest = Math.max(highest, scores[i] ?? -Infinity);
  let all = 0;
  for (let i = 0; i < scores.length; i++) all += Math.exp((scores[i] ?? -Infinity) - highest);
  let own = 0;
  for (const item of items) own += Math.exp((scores[item] ?? -Infinity) - highest);
  return Math.log(own) - Math.log(all);
}
