// Named weights outside the backend: what checkpoints hold and what export reads.

export interface Weight {
  shape: number[];
  data: Float32Array;
}

export type Weights = Record<string, Weight>;

/**
 * Names and shapes of a recommender's weights, for d = hiddenSize, f = feedForwardSize:
 *
 * - `items` [items, d]: the tied table, looked up and scored with
 * - `positions` [maxLength, d]: position 0 is the first item of the window
 * - for each block k: `blocks.k.norm1.gain|bias` [d], `blocks.k.qkv.weight` [d, 3d] (query, key, value side by side,
 *   heads contiguous inside each), `blocks.k.qkv.bias` [3d], `blocks.k.out.weight` [d, d], `blocks.k.out.bias` [d],
 *   `blocks.k.norm2.gain|bias` [d], `blocks.k.up.weight` [d, f], `blocks.k.up.bias` [f],
 *   `blocks.k.down.weight` [f, d], `blocks.k.down.bias` [d]
 * - `norm.gain|bias` [d]: the last normalisation
 *
 * The network, pre-norm (Radford et al. 2019; ReLU as in SASRec, Kang and McAuley 2018):
 *
 *   x = √d·items[i] + positions
 *   x = x + out(attention(qkv(norm1(x))));  x = x + down(relu(up(norm2(x))))   for each block
 *   scores = norm(x)[last] · itemsᵀ
 *
 * Normalisation is over the last axis with ε = 1e-5; attention is causal, softmax(q·kᵀ/√(d/heads))·v.
 */
export interface RecommenderConfig {
  kind: 'gptrec';
  items: number;
  hiddenSize: number;
  feedForwardSize: number;
  blocks: number;
  heads: number;
  maxLength: number;
}

export const NORM_EPSILON = 1e-5;

/**
 * A sparse autoencoder's weights as exported, input normalisation folded in, for L latents:
 * `encoder.weight` [d, L], `encoder.bias` [L], `decoder.weight` [L, d], `decoder.bias` [d].
 *
 *   latents = keep the k largest of relu(x · encoder.weight + encoder.bias), the rest 0
 *   dec(latents) = latents · decoder.weight + decoder.bias
 */
export interface AutoencoderConfig {
  kind: 'topk';
  hiddenSize: number;
  latents: number;
  k: number;
}
