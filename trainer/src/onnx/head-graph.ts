// head.onnx: hidden state and edits → the autoencoder's code and a score for every item and edit.
import { DISTANCE_BUCKETS } from '../recommender/distances.ts';
import { outputTable, type AutoencoderConfig, type Weights } from '../recommender/weights.ts';
import type { TensorName } from './graph-builder.ts';
import type { HookPosition } from './hook-position.ts';
import {
  affineFloat,
  afterAttention,
  norm,
  productByRow,
  queryKeyValue,
  type LayerContext,
  type Precision,
} from './layers.ts';
import { affineOf, quantiseColumns, transpose, weightOf } from './matrices.ts';

const TO_THE_END = Number.MAX_SAFE_INTEGER;

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
  if (hook.blocks < config.blocks && config.positions !== 'relative') {
    graph.input('context.bias', 'float', ['n']);
  }
  for (let block = hook.blocks; block < config.blocks; block++) {
    x = afterAttention(layer, x, attendContext(layer, x, block), block);
  }
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
  withOwn: (score: TensorName) => TensorName;
}

function biases({ graph, config, weights }: LayerContext, block: number): Biases {
  if (config.positions !== 'relative') return { bias: 'context.bias', withOwn: (score) => score };
  const { heads } = config;
  const name = `blocks.${block}.distances`;
  const nearest = weightOf(weights, name, [DISTANCE_BUCKETS, heads]).data.slice(0, heads);
  return {
    bias: graph.input(`context.bias.${block}`, 'float', [heads, 1, 'n']),
    withOwn: (score) => graph.node('Add', [score, graph.floats(name, [heads, 1, 1], nearest)]),
  };
}

/** x·outputᵀ [b, items]: the table stands ready as [d, items], a scale an item in int8. */
function score({ graph, config, weights }: LayerContext, x: TensorName, precision: Precision): TensorName {
  const table = transpose(weightOf(weights, outputTable(config), [config.items, config.hiddenSize]));
  if (precision === 'int8') return productByRow(graph, x, 'items', quantiseColumns(table));
  return graph.node('MatMul', [x, graph.floats('items.weight', table.shape, table.data)]);
}
