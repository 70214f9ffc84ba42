// The network written a second time, position by position in float64: what the graphs are compared with.
import { distanceBucket } from '../src/recommender/distances.ts';
import { isCausal, maskIndex, placeOf } from '../src/recommender/sequences.ts';
import {
  NORM_EPSILON,
  outputTable,
  type AutoencoderConfig,
  type RecommenderConfig,
} from '../src/recommender/weights.ts';
import { type Weight, type Weights } from '../src/files/weights.ts';
import { REFINEMENT_STEPS, REFINEMENT } from '../src/sae/refinement.ts';
import { hookPosition } from '../src/onnx/hook-position.ts';

export interface Reference {
  hidden: number[]; // [d]
  latents: number[]; // [latents]
  scores: number[][]; // [b][items]
}

export interface ReferenceModel {
  recommender: RecommenderConfig;
  weights: Weights;
  autoencoder: AutoencoderConfig;
  autoencoderWeights: Weights;
  hook: string;
}

/**
 * The whole forward pass, once for each edit of the last position: [latents] at the hook, and behind them, where they are
 * given, [d] of the last state. Slow: for small models.
 */
export function referenceForward(
  model: ReferenceModel,
  items: ArrayLike<number>,
  edits: ArrayLike<number>[],
): Reference {
  const hook = hookPosition(model.hook, model.recommender.blocks);
  const { recommender } = model;
  const sequence = isCausal(recommender) ? Array.from(items) : [...Array.from(items), maskIndex(recommender)];
  let states = sequence.map((item, i) => embedding(model, item, placeOf(recommender, i, sequence.length)));
  for (let block = 0; block < hook.blocks; block++) states = blockForward(model, states, block);
  if (hook.normalised) states = states.map((state) => normalise(model.weights, 'norm', state));
  const hidden = states.at(-1) ?? [];
  const scores = edits.map((edit) => {
    const { latents } = model.autoencoder;
    const all = Array.from(edit);
    const change = product(weight(model.autoencoderWeights, 'decoder.weight'), all.slice(0, latents));
    let edited = [...states.slice(0, -1), sum(hidden, change)];
    for (let block = hook.blocks; block < model.recommender.blocks; block++) {
      edited = blockForward(model, edited, block);
    }
    const last = edited.at(-1) ?? [];
    const normalised = hook.normalised ? last : normalise(model.weights, 'norm', last);
    return scoresOf(
      model,
      normalised.map((value, i) => value + (all[latents + i] ?? 0)),
    );
  });
  return { hidden, latents: latentsOf(model, hidden), scores };
}

function embedding({ recommender, weights }: ReferenceModel, item: number, position: number): number[] {
  const { hiddenSize, positions } = recommender;
  const vector =
    item === maskIndex(recommender) ? row(weight(weights, 'mask'), 0) : row(weight(weights, 'items'), item);
  const looked = vector.map((value) => value * Math.sqrt(hiddenSize));
  if (positions === 'relative') return looked;
  return sum(looked, row(weight(weights, 'positions'), position));
}

function blockForward(
  { recommender, weights }: ReferenceModel,
  states: number[][],
  block: number,
): number[][] {
  const name = `blocks.${block}`;
  const combined = states.map((state) =>
    affine(weights, `${name}.qkv`, normalise(weights, `${name}.norm1`, state)),
  );
  const gated = (branch: 1 | 2, x: number[], result: number[]): number[] => {
    if (recommender.block !== 'ligr') return sum(x, result);
    const gate = affine(weights, `${name}.gate${branch}`, x).map(sigmoid);
    return sum(
      x,
      result.map((value, i) => value * at(gate, i)),
    );
  };
  return states.map((state, position) => {
    const bias = distanceBias(recommender, weights, block, position);
    const seen = isCausal(recommender) ? combined.slice(0, position + 1) : combined;
    const attended = attend(combined[position] ?? [], seen, recommender, bias);
    const middle = gated(1, state, affine(weights, `${name}.out`, attended));
    const wide = affine(weights, `${name}.up`, normalise(weights, `${name}.norm2`, middle));
    return gated(2, middle, affine(weights, `${name}.down`, activate(recommender, wide)));
  });
}

function activate({ block, feedForwardSize }: RecommenderConfig, wide: number[]): number[] {
  if (block !== 'ligr') return wide.map((value) => Math.max(0, value));
  const values = wide.slice(feedForwardSize);
  return values.map((value, i) => at(wide, i) * sigmoid(at(wide, i)) * value);
}

/** What head `head` adds to the score of a key at `key`, seen from `query`. */
type Bias = (head: number, key: number) => number;

function distanceBias(config: RecommenderConfig, weights: Weights, block: number, query: number): Bias {
  if (config.positions !== 'relative') return () => 0;
  const { data } = weight(weights, `blocks.${block}.distances`);
  return (head, key) => at(data, distanceBucket(config, query - key) * config.heads + head);
}

/** Attention of `own` over all that is `seen` (query, key, value side by side in each). */
function attend(
  own: number[],
  seen: number[][],
  { hiddenSize, heads }: RecommenderConfig,
  bias: Bias,
): number[] {
  const size = hiddenSize / heads;
  return Array.from({ length: heads }, (_, head) => {
    const part = (from: number, vector: number[]): number[] =>
      vector.slice(from * hiddenSize + head * size, from * hiddenSize + (head + 1) * size);
    const scores = seen.map(
      (other, key) => dot(part(0, own), part(1, other)) / Math.sqrt(size) + bias(head, key),
    );
    const shares = softmax(scores);
    const mixed = Array.from({ length: size }, () => 0);
    return seen.reduce(
      (total, other, i) =>
        sum(
          total,
          part(2, other).map((value) => value * at(shares, i)),
        ),
      mixed,
    );
  }).flat();
}

function latentsOf({ autoencoder, autoencoderWeights }: ReferenceModel, hidden: number[]): number[] {
  const active = affine(autoencoderWeights, 'encoder', hidden).map((value) => Math.max(0, value));
  if (autoencoder.kind === 'relu-l1') return active;
  if (autoencoder.kind === 'batch-topk') {
    const threshold = at(weight(autoencoderWeights, 'threshold').data, 0);
    return active.map((value) => (value > threshold ? value : 0));
  }
  const missedBy = (code: number[]): number[] => {
    const rebuilt = affine(autoencoderWeights, 'decoder', code);
    return hidden.map((x, i) => x - at(rebuilt, i));
  };
  let z = largestOf(active, autoencoder.k);
  const refinement = autoencoderWeights[REFINEMENT];
  if (refinement === undefined) return z;
  for (let i = 0; i < REFINEMENT_STEPS; i++) {
    const looked = sum(z, product(refinement, missedBy(z))).map((value) => Math.max(0, value));
    const next = largestOf(looked, autoencoder.k);
    if (squares(missedBy(next)) < squares(missedBy(z))) z = next;
  }
  return z;
}

const squares = (values: number[]): number => values.reduce((all, value) => all + value * value, 0);

function largestOf(values: number[], k: number): number[] {
  const order = values.map((_, i) => i).sort((a, b) => at(values, b) - at(values, a) || a - b);
  const kept = new Set(order.slice(0, k));
  return values.map((value, i) => (kept.has(i) ? value : 0));
}

function scoresOf({ recommender, weights }: ReferenceModel, state: number[]): number[] {
  const table = weight(weights, outputTable(recommender));
  return Array.from({ length: recommender.items }, (_, item) => dot(row(table, item), state));
}

function normalise(weights: Weights, name: string, x: number[]): number[] {
  const mean = x.reduce((total, value) => total + value, 0) / x.length;
  const variance = x.reduce((total, value) => total + (value - mean) ** 2, 0) / x.length;
  const gain = weight(weights, `${name}.gain`).data;
  const bias = weight(weights, `${name}.bias`).data;
  return x.map(
    (value, i) => ((value - mean) / Math.sqrt(variance + NORM_EPSILON)) * at(gain, i) + at(bias, i),
  );
}

function softmax(scores: number[]): number[] {
  const largest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - largest));
  const total = powers.reduce((all, power) => all + power, 0);
  return powers.map((power) => power / total);
}

const affine = (weights: Weights, name: string, x: number[]): number[] =>
  sum(product(weight(weights, `${name}.weight`), x), Array.from(weight(weights, `${name}.bias`).data));

/** x·matrix for x [rows], matrix [rows, columns]. */
function product({ shape, data }: Weight, x: ArrayLike<number>): number[] {
  const columns = at(shape, 1);
  return Array.from({ length: columns }, (_, column) => {
    let total = 0;
    for (let i = 0; i < x.length; i++) total += at(x, i) * at(data, i * columns + column);
    return total;
  });
}

function weight(weights: Weights, name: string): Weight {
  const found = weights[name];
  if (found === undefined) throw new Error(`no weight ${name}`);
  return found;
}

const row = ({ shape, data }: Weight, index: number): number[] =>
  Array.from(data.subarray(index * at(shape, 1), (index + 1) * at(shape, 1)));

const sum = (a: number[], b: number[]): number[] => a.map((value, i) => value + at(b, i));
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const dot = (a: number[], b: number[]): number => a.reduce((total, value, i) => total + value * at(b, i), 0);
const at = (values: ArrayLike<number>, index: number): number => values[index] ?? Number.NaN;
