// head.onnx: hidden state, code and edits → the code again, and a score for every item and edit.
import { outputTable } from '../recommender/weights.ts';
import { addSteering, passCode, type Autoencoder } from './autoencoder-graph.ts';
import { othersSeeEdit } from './context-graph.ts';
import type { TensorName } from './graph-builder.ts';
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
  const steered = addSteering(graph, autoencoder); // [b, d]
  const x = othersSeeEdit(config, hook.blocks)
    ? runWholeSequences(layer, steered, hook.blocks)
    : runLastPosition(layer, steered, hook.blocks);
  const last = hook.normalised ? x : norm(layer, x, 'norm');
  graph.output(score(layer, last, precision), 'scores', 'float', ['b', config.items]);
}

/** x·outputᵀ [b, items]: the table stands ready as [d, items], in int8 with a scale an item and in panels of items. */
function score({ graph, config, weights }: LayerContext, x: TensorName, precision: Precision): TensorName {
  const table = transpose(weightOf(weights, outputTable(config), [config.items, config.hiddenSize]));
  if (precision === 'int8') return productByRow(graph, x, 'items', quantiseColumns(table));
  return graph.node('MatMul', [x, graph.floats('items.weight', table.shape, table.data)]);
}
