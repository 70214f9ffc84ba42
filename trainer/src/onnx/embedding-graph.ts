// The input of the first block: item vectors from the table, in full precision or int8, and their positions.
import { isCausal, longestSequence } from '../recommender/sequences.ts';
import type { Weight } from '../files/weights.ts';
import { TO_THE_END, type TensorName } from '../graph/builder.ts';
import type { LayerContext, Precision } from './layers.ts';
import { quantiseRows } from './matrices.ts';
import { weightOf } from '../files/weights.ts';

/**
 * √d·items[i] + positions, [1, n, d], with √d·mask as one position more for a model that scores at [MASK]; √d is folded
 * into the tables or their scales. Relative positions add nothing.
 *
 * @param length of the sequence, [MASK] included, int64 [1]
 */
export function embed(
  layer: LayerContext,
  items: TensorName,
  length: TensorName,
  precision: Precision,
): TensorName {
  const { graph, config } = layer;
  const looked = precision === 'fp32' ? lookUp(layer, items) : lookUpQuantised(layer, items); // [1, items, d]
  const sequence = isCausal(config)
    ? looked
    : graph.node('Concat', [looked, maskRow(layer)], { attributes: { axis: 1n } }); // [1, n, d]
  return config.positions === 'relative' ? sequence : graph.node('Add', [sequence, places(layer, length)]);
}

/** √d·mask [1, 1, d] */
function maskRow({ graph, config, weights }: LayerContext): TensorName {
  const { hiddenSize } = config;
  const { data } = weightOf(weights, 'mask', [1, hiddenSize]);
  const root = Math.sqrt(hiddenSize);
  return graph.floats(
    'mask',
    [1, 1, hiddenSize],
    data.map((value) => value * root),
  );
}

/** The positions' vectors in the order of the sequence [n, d]: the first n, or the table's first n backwards. */
function places({ graph, config, weights }: LayerContext, length: TensorName): TensorName {
  const longest = longestSequence(config);
  const table = weightOf(weights, 'positions', [longest, config.hiddenSize]);
  if (isCausal(config)) {
    const positions = graph.floats('positions', table.shape, table.data);
    return graph.node('Slice', [positions, graph.int64s('positions.from', [0]), length]);
  }
  const positions = graph.floats('positions', table.shape, reverseRows(table));
  const start = graph.node('Neg', [length]);
  return graph.node('Slice', [positions, start, graph.int64s('positions.to', [TO_THE_END])]);
}

function reverseRows({ shape: [rows = 0, width = 0], data }: Weight): Float32Array {
  const turned = new Float32Array(data.length);
  for (let row = 0; row < rows; row++) {
    turned.set(data.subarray(row * width, (row + 1) * width), (rows - 1 - row) * width);
  }
  return turned;
}

function lookUp({ graph, config, weights }: LayerContext, items: TensorName): TensorName {
  const shape = [config.items, config.hiddenSize];
  const root = Math.sqrt(config.hiddenSize);
  const scaled = weightOf(weights, 'items', shape).data.map((value) => value * root);
  return graph.node('Gather', [graph.floats('items.table', shape, scaled), items]);
}

function lookUpQuantised({ graph, config, weights }: LayerContext, items: TensorName): TensorName {
  const shape = [config.items, config.hiddenSize];
  const root = Math.sqrt(config.hiddenSize);
  const { values, scales } = quantiseRows(weightOf(weights, 'items', shape));
  const flat = graph.node('Reshape', [items, graph.int64s('items.flat', [-1])]); // [n]
  const rows = graph.node('Gather', [graph.int8s('items.table', shape, values), flat]); // [n, d]
  const scaled = scales.map((scale) => scale * root);
  const rowScales = graph.node('Gather', [graph.floats('items.scale', [config.items], scaled), flat]); // [n]
  const looked = graph.node('DequantizeLinear', [rows, rowScales], { attributes: { axis: 0n } });
  return graph.node('Unsqueeze', [looked, graph.int64s('items.axis', [0])]);
}
