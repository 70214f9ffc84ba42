// What everybody watches.
import type { Dataset } from '../data/dataset.ts';
import { sameForAll, type Baseline } from './baseline.ts';

/** score[i] = training interactions of item i */
export function popularity(data: Dataset): Baseline {
  return sameForAll(Float32Array.from(data.catalogue.counts));
}
