// Sets a wish, or says why it cannot be set.
import type { Wish } from '@trimtab/shared/wishes.ts';
import { useStudio } from '../shell/studio-context.ts';
import { refusalOf, withWish } from '../state/steering.ts';

/** @param wish null takes back what was wished */
export type WishChange = (concept: string, wish: Wish | null) => void;

export function useWishChange(): WishChange {
  const { steering, announcer } = useStudio();
  return (concept, wish) => {
    const { wishes } = steering.current;
    const refusal = wish === null ? null : refusalOf(wishes, concept, wish);
    if (refusal !== null) announcer.say(refusal);
    else steering.change({ wishes: withWish(wishes, concept, wish) });
  };
}
