// head.onnx: hidden state, code and edits → the code again, and a score for every item and edit.
import type { Weight } from '../files/weights.ts';
import { outputTable } from '../recommender/weights.ts';
import { addSteering, passCode } from './autoencoder-graph.ts';
import type { SavedAutoencoder } from '../sae/kind.ts';
import { othersSeeEdit } from './context-graph.ts';
import type { TensorName } from '../graph/builder.ts';
import type { HookPosition } from './hook-position.ts';
import { runLastPosition } from './last-position-graph.ts';
import { norm, type LayerContext, type Precision } from './layers.ts';
import { quantiseColumns, transpose } from './matrices.ts';
import { weightOf } from '../files/weights.ts';
import { productByRow } from './product-by-row.ts';
import { runWholeSequences } from './whole-sequence-graph.ts';

export function addHead(
  layer: LayerContext,
  autoencoder: SavedAutoencoder,
  hook: HookPosition,
  precision: Precision,
): void {
  const { graph, config } = layer;
  passCode(graph, autoencoder);
  const steered = addSteering(graph, autoencoder);
  const x = othersSeeEdit(config, hook.blocks)
    ? runWholeSequences(layer, steered.hook, hook.blocks)
    : runLastPosition(layer, steered.hook, hook.blocks);
  const last = graph.node('Add', [hook.normalised ? x : norm(layer, x, 'norm'), steered.last]);
  graph.output(score(layer, last, precision), 'scores', 'float', ['b', config.items]);
}

/** The table that items are scored with, a column an item. [d, items] */
export const columnsOfItems = ({ config, weights }: Pick<LayerContext, 'config' | 'weights'>): Weight =>
  transpose(weightOf(weights, outputTable(config), [config.items, config.hiddenSize]));

/** x·outputᵀ [b, items]: the table stands ready as [d, items], in int8 with a scale an item and in panels of items. */
function score(layer: LayerContext, x: TensorName, precision: Precision): TensorName {
  const { graph } = layer;
  const table = columnsOfItems(layer);
  if (precision === 'int8') return productByRow(graph, x, 'items', quantiseColumns(table));
  return graph.node('MatMul', [x, graph.floats('items.weight', table.shape, table.data)]);
}
