// Presets drawn at random: each concept alone, mixed ones, and wishes.
import type { Concept } from '@trimtab/shared/concepts.ts';
import { at } from '@trimtab/shared/look-up.ts';
import type { ListWish } from '@trimtab/shared/wishes.ts';
import { createRandom, type Random } from '../../math/random.ts';

export const PRESET_KINDS = ['attribute', 'emergent', 'mixed'] as const;
export type PresetKind = (typeof PRESET_KINDS)[number];

export interface DrawnPreset {
  kind: PresetKind;
  strengths: ReadonlyMap<string, number>;
}

export interface DrawnWish {
  id: string;
  wish: ListWish;
}

/** Mixed presets that are drawn, each of two concepts. */
const MIXED = 20;
/** Strengths lie between these, towards or away. */
const [LEAST, MOST] = [0.2, 0.8];

type Known = Pick<Concept, 'id' | 'kind'>;

/** One of each concept alone, and mixed ones. */
export function drawPresets(concepts: readonly Known[], seed: number): DrawnPreset[] {
  const random = createRandom(seed, 'presets');
  const single = concepts.map(({ id, kind }) => ({ kind, strengths: new Map([[id, strengthFrom(random)]]) }));
  const mixed = Array.from({ length: concepts.length > 1 ? MIXED : 0 }, () => {
    const pair = random.shuffle([...concepts]).slice(0, 2);
    return { kind: 'mixed' as const, strengths: new Map(pair.map(({ id }) => [id, strengthFrom(random)])) };
  });
  return [...single, ...mixed];
}

const strengthFrom = (random: Random): number =>
  (random.chance(0.5) ? 1 : -1) * (LEAST + (MOST - LEAST) * random.next());

const WISHES: readonly ListWish[] = [{ more: 1 }, { more: 2 }, { less: 1 }, { targetShare: 0.4 }, 'never'];

/** A wish for each concept. */
export function drawWishes(concepts: readonly Known[], seed: number): DrawnWish[] {
  const random = createRandom(seed, 'preset wishes');
  return concepts.map(({ id }) => ({ id, wish: at(WISHES, random.integer(WISHES.length)) }));
}
