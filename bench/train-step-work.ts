// What `train-step` trains on: sequences as long as MovieLens-1M's, of items drawn by chance.
import { createRandom } from '@trimtab/trainer/math/random.ts';
import { trainingSettingsSchema } from '@trimtab/trainer/config/schema.ts';

/** A GPTRec of the size that papers train on MovieLens-1M. */
export const CONFIG = {
  kind: 'gptrec',
  items: 3416,
  hiddenSize: 64,
  feedForwardSize: 256,
  blocks: 2,
  heads: 1,
  maxLength: 200,
  block: 'plain',
  positions: 'learned',
  output: 'tied',
} as const;

export const SETTINGS = trainingSettingsSchema.parse({
  loss: 'full',
  batchTokens: 4096,
  dropout: 0.1,
  attentionDropout: 0,
  learningRate: 1e-3,
  clipNorm: 1,
});

const USERS = 600;
/** Of MovieLens-1M: half of all histories are longer than 96 items, their mean is 165, the shortest has 18. */
const [MEDIAN, MEAN, SHORTEST] = [96, 165, 18];

/** Windows of at most 200 inputs and a target, cut from log-normal histories. */
export function sequences(): Int32Array[] {
  const random = createRandom(1, 'train-step');
  const spread = Math.sqrt(2 * Math.log(MEAN / MEDIAN));
  const windows: Int32Array[] = [];
  for (let user = 0; user < USERS; user++) {
    let left = Math.max(SHORTEST, Math.round(MEDIAN * Math.exp(spread * random.normal()))) - 1;
    for (; left > 0; left -= CONFIG.maxLength) {
      const length = Math.min(left, CONFIG.maxLength);
      windows.push(Int32Array.from({ length: length + 1 }, () => random.integer(CONFIG.items)));
    }
  }
  return random.shuffle(windows);
}
