// The head's blocks where an edit changes the last position alone: it attends to the context and to itself.
import { distanceBuckets } from '../recommender/distances.ts';
import type { TensorName } from '../graph/builder.ts';
import { TO_THE_END } from '../graph/builder.ts';
import { afterAttention, norm, queryKeyValue, type LayerContext } from './layers.ts';
import { weightOf } from '../files/weights.ts';

/** The blocks from `firstBlock` on, for x [b, d]. */
export function runLastPosition(layer: LayerContext, x: TensorName, firstBlock: number): TensorName {
  const { graph, config } = layer;
  if (firstBlock < config.blocks && config.positions !== 'relative') {
    graph.input('context.bias', 'float', ['n']);
  }
  let current = x;
  for (let block = firstBlock; block < config.blocks; block++) {
    current = afterAttention(layer, current, attendContext(layer, current, block), block);
  }
  return current;
}

/**
 * Attention of the edited last position over the context and itself, [rows, d].
 *
 *   p = softmax([q·keys + bias, q·k + b₀]);  attended = p[0…n-1]·values + p[n]·v
 *
 * where b₀ is the bias of distance 0, where positions are relative.
 *
 * A row is a batch entry of its own in every product, so that its result does not depend on the others.
 */
function attendContext(layer: LayerContext, x: TensorName, block: number): TensorName {
  const { graph, config } = layer;
  const { hiddenSize, heads } = config;
  const headSize = hiddenSize / heads;
  const name = `blocks.${block}`;
  const keys = graph.input(`context.keys.${block}`, 'float', [heads, headSize, 'n']);
  const values = graph.input(`context.values.${block}`, 'float', [heads, 'n', headSize]);
  const combined = layer.affine(norm(layer, x, `${name}.norm1`), `${name}.qkv`, queryKeyValue(layer, block));
  const parts = graph.nodes('Split', [combined], 3, { attributes: { axis: -1n, num_outputs: 3n } });
  const shape = graph.int64s(`${name}.heads`, [-1, heads, 1, headSize]);
  const [query = '', key = '', value = ''] = parts.map((part) => graph.node('Reshape', [part, shape]));
  const { bias, withOwn } = biases(layer, block);
  const others = graph.node('Add', [graph.node('MatMul', [query, keys]), bias]); // [rows, heads, 1, n]
  const own = withOwn(
    graph.node('ReduceSum', [graph.node('Mul', [query, key]), graph.int64s(`${name}.sum`, [-1])]),
  ); // [rows, heads, 1, 1]
  const scores = graph.node('Concat', [others, own], { attributes: { axis: -1n } }); // [rows, heads, 1, n + 1]
  const share = graph.node('Softmax', [scores], { attributes: { axis: -1n } });
  const axis = graph.int64s(`${name}.axis`, [-1]);
  const start = graph.int64s(`${name}.start`, [0]);
  const before = graph.node('Slice', [share, start, axis, axis]); // [rows, heads, 1, n]
  const itself = graph.node('Slice', [share, axis, graph.int64s(`${name}.end`, [TO_THE_END]), axis]);
  const attended = graph.node('Add', [
    graph.node('MatMul', [before, values]),
    graph.node('Mul', [itself, value]),
  ]);
  return graph.node('Reshape', [attended, graph.int64s(`${name}.flat`, [-1, hiddenSize])]);
}

interface Biases {
  /** Added to the scores of the context, [n] or [heads, 1, n]. */
  bias: TensorName;
  /** Adds the bias of distance 0 to the last position's score of itself. */
  withOwn: (own: TensorName) => TensorName;
}

function biases({ graph, config, weights }: LayerContext, block: number): Biases {
  if (config.positions !== 'relative') return { bias: 'context.bias', withOwn: (own) => own };
  const { heads } = config;
  const name = `blocks.${block}.distances`;
  const nearest = weightOf(weights, name, [distanceBuckets(config), heads]).data.slice(0, heads);
  return {
    bias: graph.input(`context.bias.${block}`, 'float', [heads, 1, 'n']),
    withOwn: (own) => graph.node('Add', [own, graph.floats(name, [heads, 1, 1], nearest)]),
  };
}
