// What became of presets and wishes that are drawn from the concepts of before.
import { boostsOf, boostSizes } from './boosts.ts';
import { drawPresets, drawWishes } from './draw.ts';
import { fatesOfPresets, unsteeredLists, type PresetFate, type Sides } from './fates.ts';
import { editOf } from './side.ts';
import { fatesOfWishes, type WishFate } from './wishes.ts';

export interface PresetsMeasured {
  presets: PresetFate[];
  /** The same presets as boosts, in which a concept is its label and so lives as long as that. */
  boosted: PresetFate[];
  wishes: WishFate[];
}

/** @param survived ids of the concepts that survive */
export async function measurePresets(
  sides: Sides,
  { seed, survived }: { seed: number; survived: ReadonlySet<string> },
): Promise<PresetsMeasured> {
  const known = [...sides.before.concepts.values()];
  const drawn = drawPresets(known, seed);
  const edits = {
    before: (strengths: ReadonlyMap<string, number>) => ({ edit: editOf(strengths, sides.before) }),
    now: (strengths: ReadonlyMap<string, number>) => ({ edit: editOf(strengths, sides.now) }),
  };
  const sizes = { before: await boostSizes(sides.before), now: await boostSizes(sides.now) };
  const boosts = {
    before: (strengths: ReadonlyMap<string, number>) => ({
      boosts: boostsOf(strengths, sides.before, sizes.before),
    }),
    now: (strengths: ReadonlyMap<string, number>) => ({ boosts: boostsOf(strengths, sides.now, sizes.now) }),
  };
  const unsteered = await unsteeredLists(sides);
  return {
    presets: await fatesOfPresets(drawn, sides, unsteered, edits, (id) => survived.has(id)),
    boosted: await fatesOfPresets(drawn, sides, unsteered, boosts, (id) => sides.now.concepts.has(id)),
    wishes: await fatesOfWishes(drawWishes(known, seed), sides.now),
  };
}
