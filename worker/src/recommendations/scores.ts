// The scores that a list is ranked by: the model's for a history, or how popular items are.
import { editFromStrengths } from '@trimtab/shared/steering.ts';
import type { Ask, Servable } from './ask.ts';
import type { Understood } from './understand.ts';

export interface Scores {
  /** ∈ [items] */
  steered: ArrayLike<number>;
  /** Without the steering; only where a comparison is asked for. ∈ [items] */
  base: ArrayLike<number> | undefined;
}

/**
 * @returns null when there are no graphs to run
 * @throws what the runtime throws, and TypeError when what it gives are no scores
 */
export async function personalScores(
  { engine, manifest, concepts }: Servable,
  { strengths, compare }: Ask,
  { history }: Understood,
): Promise<Scores | null> {
  if (engine === null) return null;
  const encoded = await engine.encode(history.slice(-manifest.model.maxLength));
  const edit = editFromStrengths(strengths, concepts, manifest.latents);
  const edits = compare ? [edit, new Float32Array(manifest.latents)] : [edit];
  const [steered, base] = await engine.score(encoded, edits);
  if (!steered?.some(Number.isFinite)) throw new TypeError('the head gave no scores that are numbers');
  return { steered, base };
}

/** An item's share of the most popular one's interactions. */
export function popularScores({ catalogue: { counts } }: Servable, { compare }: Ask): Scores {
  const most = counts.reduce((a, b) => Math.max(a, b), 1);
  const steered = Float64Array.from(counts, (count) => count / most);
  return { steered, base: compare ? steered : undefined };
}
