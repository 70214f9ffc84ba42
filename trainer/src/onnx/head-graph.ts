// head.onnx: hidden state and edits → the autoencoder's code and a score for every item and edit.
import { outputTable, type AutoencoderConfig, type Weights } from '../recommender/weights.ts';
import { othersSeeEdit } from './context-graph.ts';
import type { TensorName } from './graph-builder.ts';
import type { HookPosition } from './hook-position.ts';
import { runLastPosition } from './last-position-graph.ts';
import { affineFloat, norm, productByRow, type LayerContext, type Precision } from './layers.ts';
import { affineOf, quantiseColumns, transpose, weightOf } from './matrices.ts';
import { runWholeSequences } from './whole-sequence-graph.ts';

export interface Autoencoder {
  config: AutoencoderConfig;
  weights: Weights;
}

export function addHead(
  layer: LayerContext,
  autoencoder: Autoencoder,
  hook: HookPosition,
  precision: Precision,
): void {
  const { graph, config } = layer;
  const { latents } = autoencoder.config;
  const hidden = graph.input('hidden', 'float', [1, config.hiddenSize]);
  const edit = graph.input('edit', 'float', ['b', latents]);
  graph.floats('autoencoder.zeros', [1, latents], new Float32Array(latents));
  graph.output(code(layer, autoencoder, hidden), 'latents', 'float', [1, latents]);
  let x = graph.node('Add', [hidden, decodeEdit(layer, autoencoder, edit)]); // [b + 1, d]
  x = othersSeeEdit(config, hook.blocks)
    ? runWholeSequences(layer, x, hook.blocks)
    : runLastPosition(layer, x, hook.blocks);
  const rows = graph.node('Slice', [x, graph.int64s('rows.from', [0]), graph.int64s('rows.to', [-1])]); // [b, d]
  const last = hook.normalised ? rows : norm(layer, rows, 'norm');
  graph.output(score(layer, last, precision), 'scores', 'float', ['b', config.items]);
}

/**
 * z = select(hidden·W_enc + b_enc): [1, latents]. For topk the k largest above 0, of equal values the first; for
 * batch-topk those above the threshold; for relu-l1 those above 0. The rest are 0.
 */
function code({ graph }: LayerContext, { config, weights }: Autoencoder, hidden: TensorName): TensorName {
  const { kind, hiddenSize, latents, k } = config;
  const pre = affineFloat(
    graph,
    hidden,
    'autoencoder.encoder',
    affineOf(weights, 'encoder', hiddenSize, latents),
  );
  if (kind === 'batch-topk') {
    const [alpha = 0] = weightOf(weights, 'threshold', [1]).data;
    return graph.node('ThresholdedRelu', [pre], { attributes: { alpha } });
  }
  const active = graph.node('Relu', [pre]);
  if (kind === 'relu-l1') return active;
  const [values = '', indices = ''] = graph.nodes('TopK', [active, graph.int64s('autoencoder.k', [k])], 2);
  return graph.node('ScatterElements', ['autoencoder.zeros', indices, values], { attributes: { axis: 1n } });
}

/**
 * edit·W_dec, and a row of zeros below it: [b + 1, d]. A product of one row sums in another order than one of several,
 * so without that row an edit alone and the same edit beside others could differ in the last bit.
 */
function decodeEdit({ graph }: LayerContext, { config, weights }: Autoencoder, edit: TensorName): TensorName {
  const shape = [config.latents, config.hiddenSize];
  const decoder = graph.floats('autoencoder.decoder', shape, weightOf(weights, 'decoder.weight', shape).data);
  const edits = graph.node('Concat', [edit, 'autoencoder.zeros'], { attributes: { axis: 0n } });
  return graph.node('MatMul', [edits, decoder]);
}

/** x·outputᵀ [b, items]: the table stands ready as [d, items], a scale an item in int8. */
function score({ graph, config, weights }: LayerContext, x: TensorName, precision: Precision): TensorName {
  const table = transpose(weightOf(weights, outputTable(config), [config.items, config.hiddenSize]));
  if (precision === 'int8') return productByRow(graph, x, 'items', quantiseColumns(table));
  return graph.node('MatMul', [x, graph.floats('items.weight', table.shape, table.data)]);
}
