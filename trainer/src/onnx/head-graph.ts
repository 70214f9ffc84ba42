// head.onnx: hidden state, code and edits → the code again, and a score for every item and edit.
import { outputTable } from '../recommender/weights.ts';
import { addSteering, passCode, type Autoencoder } from './autoencoder-graph.ts';
import { othersSeeEdit } from './context-graph.ts';
import type { GraphBuilder, TensorName } from './graph-builder.ts';
import type { HookPosition } from './hook-position.ts';
import { runLastPosition } from './last-position-graph.ts';
import { norm, type LayerContext, type Precision } from './layers.ts';
import { quantiseColumns, transpose, weightOf } from './matrices.ts';
import { productByRow } from './product-by-row.ts';
import { runWholeSequences } from './whole-sequence-graph.ts';

export function addHead(
  layer: LayerContext,
  autoencoder: Autoencoder,
  hook: HookPosition,
  precision: Precision,
): void {
  const { graph, config } = layer;
  passCode(graph, autoencoder);
  // A product of one row sums in another order than one of several, so before blocks without a row more an edit alone
  // and the same edit beside others could differ in the last bit.
  const steered = addSteering(graph, autoencoder, hook.blocks < config.blocks ? 1 : 0);
  const x = othersSeeEdit(config, hook.blocks)
    ? runWholeSequences(layer, steered, hook.blocks)
    : runLastPosition(layer, steered, hook.blocks);
  const rows = hook.blocks < config.blocks ? withoutLast(graph, x) : x; // [b, d]
  const last = hook.normalised ? rows : norm(layer, rows, 'norm');
  graph.output(score(layer, last, precision), 'scores', 'float', ['b', config.items]);
}

const withoutLast = (graph: GraphBuilder, x: TensorName): TensorName =>
  graph.node('Slice', [x, graph.int64s('rows.from', [0]), graph.int64s('rows.to', [-1])]);

/** x·outputᵀ [b, items]: the table stands ready as [d, items], in int8 with a scale an item and in panels of items. */
function score({ graph, config, weights }: LayerContext, x: TensorName, precision: Precision): TensorName {
  const table = transpose(weightOf(weights, outputTable(config), [config.items, config.hiddenSize]));
  if (precision === 'int8') return productByRow(graph, x, 'items', quantiseColumns(table));
  return graph.node('MatMul', [x, graph.floats('items.weight', table.shape, table.data)]);
}
