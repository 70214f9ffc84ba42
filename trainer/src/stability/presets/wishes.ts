// What became of saved wishes, which keep their counts by construction as long as their concept lives.
import { chooseTen, countsIn } from '@trimtab/shared/choice/choose-ten.ts';
import { missOf } from '@trimtab/shared/choice/choosing.ts';
import { at } from '@trimtab/shared/look-up.ts';
import { topK } from '@trimtab/shared/top-k.ts';
import { countsWished } from '@trimtab/shared/wishes.ts';
import type { DrawnWish } from './draw.ts';
import { itemsOf, type Side } from './side.ts';

export interface WishFate {
  /** Whether the concept is there, and everybody's list keeps the wish as far as items allow. */
  kept: boolean;
}

export async function fatesOfWishes(wishes: readonly DrawnWish[], now: Side): Promise<WishFate[]> {
  const fates = wishes.map(({ id }) => ({ kept: now.concepts.has(id) }));
  const items = wishes.map(({ id }) => itemsOf(now, id));
  await now.bench.score(undefined, (scores, { excluded }) => {
    const ten = topK(scores, 10, excluded);
    for (const [i, fate] of fates.entries()) {
      if (!fate.kept) continue;
      const own = at(items, i);
      const held = (list: readonly number[]): number => at(countsIn(list, [own]), 0);
      const asked = countsWished(at(wishes, i).wish, { base: held(ten), count: ten.length });
      const open = [...own].filter((item) => !excluded.has(item)).length;
      const counts = { least: Math.min(asked.least, open), most: asked.most };
      const list = chooseTen({ scores, memberships: [own], wishes: [counts], excluded });
      fate.kept = missOf(counts, held(list)) === 0;
    }
  });
  return fates;
}
