// Few latents that serve several aims together, each aim with weights of its own.
import { at } from '@trimtab/shared/look-up.ts';
import { cholesky, solve } from '@trimtab/shared/cholesky.ts';

/** What weights w on latents achieve: 2·gᵀw - wᵀMw, which is most, gᵀM⁻¹g, at w = M⁻¹g. M is positive definite. */
export interface Aim {
  gains: Float64Array; // g ∈ [latents]
  /** M_ab */
  between(a: number, b: number): number;
}

/** Tells whether a latent may be taken, with the gains of each aim that those taken leave to it. */
export type MayUse = (latent: number, left: readonly number[]) => boolean;

export interface Pursued {
  latents: number[];
  /** M⁻¹g over the latents, of each aim. */
  weights: Float64Array[];
}

/** A latent that adds less than this share of what the first adds is not worth having; a double of another adds none. */
const WORTH = 0.01;

/**
 * Orthogonal matching pursuit (Pati, Rezaiifar and Krishnaprasad 1993), for all aims at once: each step takes the latent
 * with the largest
 *
 *   Σ_aims (g_j - Σ_k w_k·M_jk)² / M_jj / best
 *
 * `best` being the most that one latent alone achieves for the aim, and solves M·w = g anew over those taken.
 *
 * @example const { latents, weights: [weights] } = pursue([effectAim(effect, gradient)], 10);
 */
export function pursue(aims: readonly Aim[], most: number, mayUse: MayUse = () => true): Pursued {
  const best = aims.map((aim) => aim.gains.reduce((top, _, j) => Math.max(top, alone(aim, j)), 0));
  let latents: number[] = [];
  let weights: Float64Array[] = aims.map(() => new Float64Array());
  let enough = 0;
  while (latents.length < most) {
    const next = nextOf(aims, best, { latents, weights }, mayUse);
    if (next === undefined || next.score <= enough) break;
    if (latents.length === 0) enough = WORTH * next.score;
    latents = [...latents, next.latent];
    weights = aims.map((aim) => solveOver(aim, latents));
  }
  return { latents, weights };
}

function nextOf(
  aims: readonly Aim[],
  best: readonly number[],
  { latents, weights }: Pursued,
  mayUse: MayUse,
): { latent: number; score: number } | undefined {
  const taken = new Set(latents);
  const count = at(aims, 0).gains.length;
  let next: { latent: number; score: number } | undefined;
  for (let latent = 0; latent < count; latent++) {
    if (taken.has(latent)) continue;
    const left = aims.map((aim, i) => leftOf(aim, latent, latents, at(weights, i)));
    const score = aims.reduce(
      (sum, aim, i) => sum + achieved(aim, latent, left[i] as number) / (best[i] || 1),
      0,
    );
    if (score > (next?.score ?? 0) && mayUse(latent, left)) next = { latent, score };
  }
  return next;
}

const alone = (aim: Aim, latent: number): number => achieved(aim, latent, aim.gains[latent] as number);

/** What a latent adds at its best weight; nothing where it does nothing. */
function achieved(aim: Aim, latent: number, gain: number): number {
  const own = aim.between(latent, latent);
  return own > 0 ? (gain * gain) / own : 0;
}

const leftOf = (aim: Aim, latent: number, latents: readonly number[], weights: ArrayLike<number>): number =>
  latents.reduce(
    (sum, other, i) => sum - (weights[i] as number) * aim.between(latent, other),
    aim.gains[latent] as number,
  );

/** w = M⁻¹g over these latents. */
export function solveOver({ gains, between }: Aim, latents: readonly number[]): Float64Array {
  const n = latents.length;
  const matrix = new Float64Array(n * n);
  latents.forEach((a, i) => latents.forEach((b, j) => (matrix[i * n + j] = between(a, b))));
  return solve(
    cholesky(matrix, n),
    Float64Array.from(latents, (latent) => gains[latent] as number),
    n,
  );
}
