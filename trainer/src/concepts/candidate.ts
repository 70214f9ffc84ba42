// A concept before it is calibrated: what it is called, the latents it moves, and the items it is about.
import type { Concept } from '@trimtab/shared/concepts.ts';

export interface Candidate extends Pick<
  Concept,
  'id' | 'label' | 'words' | 'kind' | 'attribute' | 'labelScore' | 'latents' | 'lineage' | 'experimental'
> {
  /** Items whose share of the top 10 is the concept's exposure. */
  exposedItems: number[];
}

/** What the concept's exposure is counted by. */
export const exposedItemsOf = ({ id, exposedItems }: Candidate): { id: string; items: Set<number> } => ({
  id,
  items: new Set(exposedItems),
});
