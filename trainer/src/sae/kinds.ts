// The kinds of autoencoder: siblings that differ in which latents stay active and in what they are trained by. Each has
// a file in kinds/, its name in config/autoencoder-kinds.ts and its place here.
import type { AutoencoderKindName } from '../config/autoencoder-kinds.ts';
import type { AutoencoderConfig } from '../recommender/weights.ts';
import type { AutoencoderKind } from './kind.ts';
import { batchTopK } from './kinds/batch-top-k.ts';
import { reluL1 } from './kinds/relu-l1.ts';
import { topK } from './kinds/top-k.ts';

const KINDS: Record<AutoencoderKindName, AutoencoderKind> = {
  topk: topK,
  'batch-topk': batchTopK,
  'relu-l1': reluL1,
};

export const kindOf = ({ kind }: Pick<AutoencoderConfig, 'kind'>): AutoencoderKind => KINDS[kind];
