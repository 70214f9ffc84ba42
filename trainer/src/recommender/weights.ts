// What a recommender and an autoencoder are made of: names and shapes of their weights.
import type { AutoencoderKindName } from '../config/autoencoder-kinds.ts';

/**
 * Names and shapes of a recommender's weights, for d = hiddenSize, f = feedForwardSize:
 *
 * - `items` [items, d]: looked up and, tied, scored with; `output` [items, d]: the table scored with where separate
 * - `mask` [1, d] for bert4rec: what stands for [MASK] in the table
 * - `positions` where learned, [maxLength, d] for gptrec, whose position 0 is the first item of the window, and
 *   [maxLength + 1, d] for bert4rec, whose position 0 is the last, where [MASK] stands in scoring
 * - for each block k: `blocks.k.norm1.gain|bias` [d], `blocks.k.qkv.weight` [d, 3d] (query, key, value side by side,
 *   heads contiguous inside each), `blocks.k.qkv.bias` [3d], `blocks.k.out.weight` [d, d], `blocks.k.out.bias` [d],
 *   `blocks.k.norm2.gain|bias` [d], `blocks.k.up.weight` [d, f], `blocks.k.up.bias` [f],
 *   `blocks.k.down.weight` [f, d], `blocks.k.down.bias` [d]
 * - where positions are relative, `blocks.k.distances` [buckets, heads] (distances.ts)
 * - for ligr, up is [d, 2f] (gate and value side by side), and there are `blocks.k.gate1|gate2.weight` [d, d] and `.bias` [d]
 * - `norm.gain|bias` [d]: the last normalisation
 *
 * The network, pre-norm (Radford et al. 2019; ReLU as in SASRec, Kang and McAuley 2018):
 *
 *   x = √d·items[i] + positions
 *   x = x + out(attention(qkv(norm1(x))));  x = x + down(relu(up(norm2(x))))   for each block
 *   scores = norm(x)[last] · outputᵀ
 *
 * A ligr block (Borisyuk et al. 2025; as in eSASRec, Tikhonovich et al. 2025) gates both branches, with SwiGLU inside:
 *
 *   x = x + σ(gate1(x))·out(attention(qkv(norm1(x))))
 *   x = x + σ(gate2(x))·down(silu(g)·v),   g, v = up(norm2(x))
 *
 * Normalisation is over the last axis with ε = 1e-5; attention is softmax(q·kᵀ/√(d/heads) + distances)·v,
 * causal for gptrec and over the whole sequence for bert4rec (sequences.ts).
 */
export interface RecommenderConfig {
  kind: RecommenderKind;
  items: number;
  hiddenSize: number;
  feedForwardSize: number;
  blocks: number;
  heads: number;
  maxLength: number;
  /** `plain` unless given. */
  block?: 'plain' | 'ligr' | undefined;
  /** `learned` unless given: a vector for each place, or `relative`, a bias for each distance. */
  positions?: 'learned' | 'relative' | undefined;
  /** The table that items are scored with; `tied`, the one they are looked up in, unless given. */
  output?: 'tied' | 'separate' | undefined;
  /** Share of positions that bert4rec is trained with [MASK] in place of, .2 unless given. */
  maskProbability?: number | undefined;
}

export type RecommenderKind = 'gptrec' | 'bert4rec';

/** The name of the table that items are scored with. */
export const outputTable = ({ output }: RecommenderConfig): string =>
  output === 'separate' ? 'output' : 'items';

export const NORM_EPSILON = 1e-5;

/**
 * A sparse autoencoder's weights as exported, input normalisation folded in, for L latents:
 * `encoder.weight` [d, L], `encoder.bias` [L], `decoder.weight` [L, d], `decoder.bias` [d], and `threshold` [1] for the
 * kind batch-topk.
 *
 *   latents = select(relu(x · encoder.weight + encoder.bias))
 *   dec(latents) = latents · decoder.weight + decoder.bias
 *
 * where select keeps the k largest of a position (topk), those above the threshold (batch-topk) or all (relu-l1).
 */
export interface AutoencoderConfig {
  kind: AutoencoderKindName;
  hiddenSize: number;
  latents: number;
  /** Latents active at a position: at most (topk), in the mean (batch-topk); relu-l1 does not read it. */
  k: number;
}
