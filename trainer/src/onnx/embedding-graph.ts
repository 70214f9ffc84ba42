// The input of the first block: item vectors from the table, in full precision or int8, and their positions.
import type { TensorName } from './graph-builder.ts';
import type { LayerContext, Precision } from './layers.ts';
import { quantiseRows, weightOf } from './matrices.ts';

/** √d·items[i] + positions, [1, n, d]; √d is folded into the table or its scales. Relative positions add nothing. */
export function embed(
  layer: LayerContext,
  items: TensorName,
  length: TensorName,
  precision: Precision,
): TensorName {
  const { graph, config, weights } = layer;
  const looked = precision === 'fp32' ? lookUp(layer, items) : lookUpQuantised(layer, items); // [1, n, d]
  if (config.positions === 'relative') return looked;
  const shape = [config.maxLength, config.hiddenSize];
  const positions = graph.floats('positions', shape, weightOf(weights, 'positions', shape).data);
  const used = graph.node('Slice', [positions, graph.int64s('positions.from', [0]), length]);
  return graph.node('Add', [looked, used]);
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
