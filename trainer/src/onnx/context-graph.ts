// What the encoder hands the head beside the hidden state, where blocks come after the hook.
import { isCausal, longestSequence } from '../recommender/sequences.ts';
import type { RecommenderConfig } from '../recommender/weights.ts';
import { TO_THE_END, type TensorName } from '../graph/builder.ts';
import type { KeysAndValues } from './attention-graph.ts';
import { keysAndValues, wholeBlock } from './attention-graph.ts';
import type { DistanceNodes } from './distance-graph.ts';
import { norm, type LayerContext } from './layers.ts';

/** Far enough below any score that softmax gives exactly 0, and finite so that no 0·∞ can arise. */
const MASKED = -1e9;

/** Tells whether the blocks from `firstBlock` on take an edit of the last position to the others, and from them back. */
export const othersSeeEdit = (config: RecommenderConfig, firstBlock: number): boolean =>
  !isCausal(config) && config.blocks - firstBlock > 1;

/**
 * Keys and values of every block after the hook. Attention is causal, so earlier positions never see an edit of the
 * last one, and the head only computes that one anew; `context.bias` hides the last position's unedited row from it.
 * So it is for one block that looks both ways; before two, `context.states` are the others' states at the hook.
 * Where positions are relative, each block has a bias of its own, `context.bias.k`.
 */
export function addContext(
  layer: LayerContext,
  distances: DistanceNodes,
  x: TensorName,
  length: TensorName,
  firstBlock: number,
): void {
  const { graph, config } = layer;
  if (othersSeeEdit(config, firstBlock)) return outputStates(layer, x);
  let current = x;
  for (let block = firstBlock; block < config.blocks; block++) {
    if (block === config.blocks - 1) {
      const normalised = norm(layer, current, `blocks.${block}.norm1`);
      outputContext(layer, keysAndValues(layer, normalised, block), block);
    } else {
      const whole = wholeBlock(layer, distances, current, block);
      outputContext(layer, whole, block);
      current = whole.x;
    }
  }
  const hidden = hideLast(layer, length); // [n]
  if (config.positions !== 'relative') return graph.output(hidden, 'context.bias', 'float', ['n']);
  for (let block = firstBlock; block < config.blocks; block++) {
    const bias = graph.node('Add', [distances.ofLast(block), hidden]); // [1, heads, 1, n]
    const byHead = graph.node('Squeeze', [bias, graph.int64s(`context.${block}.first`, [0])]);
    graph.output(byHead, `context.bias.${block}`, 'float', [config.heads, 1, 'n']);
  }
}

/** 0 for every position before the last, a large negative number for the last. [n] */
function hideLast({ graph, config }: LayerContext, length: TensorName): TensorName {
  const longest = longestSequence(config);
  const row = new Float32Array(longest);
  row[longest - 1] = MASKED;
  return graph.node('Slice', [
    graph.floats('bias.row', [longest], row),
    graph.node('Neg', [length]),
    graph.int64s('bias.end', [TO_THE_END]),
  ]);
}

/** Every position's state but the last's, [1, n, d]. */
function outputStates({ graph, config }: LayerContext, x: TensorName): void {
  const bounds = [[0], [-1], [1]].map((at, i) => graph.int64s(`context.states.${i}`, at));
  const others = graph.node('Slice', [x, ...bounds]);
  graph.output(others, 'context.states', 'float', [1, 'n', config.hiddenSize]);
}

/** Keys as [heads, d/heads, n] and values as [heads, n, d/heads]: the layouts that the head multiplies by. */
function outputContext(layer: LayerContext, { keys, values }: KeysAndValues, block: number): void {
  const { graph, config } = layer;
  const headSize = config.hiddenSize / config.heads;
  const shape = graph.int64s(`context.${block}.shape`, [-1, config.heads, headSize]);
  const place = (name: string, x: TensorName, order: bigint[], size: (number | string)[]): void => {
    const heads = graph.node('Reshape', [x, shape]); // [n, heads, d/heads]
    const turned = graph.node('Transpose', [heads], { attributes: { perm: order } });
    graph.output(turned, `context.${name}.${block}`, 'float', size);
  };
  place('keys', keys, [1n, 2n, 0n], [config.heads, headSize, 'n']);
  place('values', values, [1n, 0n, 2n], [config.heads, 'n', headSize]);
}
