// encoder.onnx: a history → the hidden state at the hook, and the context that later blocks need.
import type { HookPosition } from './hook-position.ts';
import type { GraphBuilder, TensorName } from './graph-builder.ts';
import { afterAttention, norm, queryKeyValue, type LayerContext, type Precision } from './layers.ts';
import { columnsOf, quantiseRows, weightOf } from './matrices.ts';
import { CONTRIB } from './graph-builder.ts';

/** Far enough below any score that softmax gives exactly 0, and finite so that no 0·∞ can arise. */
const MASKED = -1e9;
const TO_THE_END = Number.MAX_SAFE_INTEGER;

export function addEncoder(layer: LayerContext, hook: HookPosition, precision: Precision): void {
  const { graph, config } = layer;
  const { hiddenSize, blocks } = config;
  const items = graph.input('items', 'int64', [1, 'n']);
  let x = embed(layer, items, precision); // [1, n, d]
  for (let block = 0; block < hook.blocks; block++) {
    x = block === blocks - 1 ? lastPositionBlock(layer, x, block) : wholeBlock(layer, x, block).x;
  }
  const last = hook.blocks === blocks ? x : lastPosition(graph, x);
  const state = hook.normalised ? norm(layer, last, 'norm') : last;
  const shape = graph.int64s('hidden.shape', [1, hiddenSize]);
  graph.output(graph.node('Reshape', [state, shape]), 'hidden', 'float', [1, hiddenSize]);
  if (hook.blocks < blocks) addContext(layer, x, items, hook.blocks);
}

/** √d·items[i] + positions, [1, n, d]; √d is folded into the table or its scales. */
function embed(
  { graph, config, weights }: LayerContext,
  items: TensorName,
  precision: Precision,
): TensorName {
  const { hiddenSize, maxLength } = config;
  const shape = [config.items, hiddenSize];
  const table = weightOf(weights, 'items', shape);
  const root = Math.sqrt(hiddenSize);
  let looked: TensorName; // [1, n, d]
  if (precision === 'fp32') {
    const scaled = table.data.map((value) => value * root);
    looked = graph.node('Gather', [graph.floats('items.table', shape, scaled), items]);
  } else {
    const { values, scales } = quantiseRows(table);
    const flat = graph.node('Reshape', [items, graph.int64s('items.flat', [-1])]); // [n]
    const rows = graph.node('Gather', [graph.int8s('items.table', shape, values), flat]); // [n, d]
    const scaled = graph.floats(
      'items.scale',
      [config.items],
      scales.map((scale) => scale * root),
    );
    const rowScales = graph.node('Gather', [scaled, flat]); // [n]
    looked = graph.node('DequantizeLinear', [rows, rowScales], { attributes: { axis: 0n } });
    looked = graph.node('Unsqueeze', [looked, graph.int64s('items.axis', [0])]);
  }
  const positionShape = [maxLength, hiddenSize];
  const positions = graph.floats(
    'positions',
    positionShape,
    weightOf(weights, 'positions', positionShape).data,
  );
  const length = graph.node('Shape', [items], { attributes: { start: 1n } }); // [1]
  return graph.node('Add', [
    looked,
    graph.node('Slice', [positions, graph.int64s('positions.from', [0]), length]),
  ]);
}

/** The last position of x [1, n, d] as [1, 1, d]. */
function lastPosition(graph: GraphBuilder, x: TensorName): TensorName {
  const name = `last.${x}`;
  return graph.node('Gather', [x, graph.int64s(name, [-1])], { attributes: { axis: 1n } });
}

interface KeysAndValues {
  keys: TensorName; // [1, n, d]
  values: TensorName; // [1, n, d]
}

/** A block over all positions, causal. */
function wholeBlock(layer: LayerContext, x: TensorName, block: number): KeysAndValues & { x: TensorName } {
  const { graph, config } = layer;
  const name = `blocks.${block}`;
  const combined = layer.affine(norm(layer, x, `${name}.norm1`), `${name}.qkv`, queryKeyValue(layer, block));
  const [query = '', keys = '', values = ''] = graph.nodes('Split', [combined], 3, {
    attributes: { axis: -1n, num_outputs: 3n },
  });
  const attended = graph.node('MultiHeadAttention', [query, keys, values], {
    domain: CONTRIB,
    attributes: { num_heads: BigInt(config.heads), scale: 1, unidirectional: 1n },
  });
  return { keys, values, x: afterAttention(layer, x, attended, block) };
}

/** Keys and values of all positions from the normalised x, and nothing else. */
function keysAndValues(layer: LayerContext, normalised: TensorName, block: number): KeysAndValues {
  const { graph, config } = layer;
  const { hiddenSize } = config;
  const map = columnsOf(queryKeyValue(layer, block), hiddenSize, 3 * hiddenSize);
  const both = layer.affine(normalised, `blocks.${block}.kv`, map);
  const [keys = '', values = ''] = graph.nodes('Split', [both], 2, {
    attributes: { axis: -1n, num_outputs: 2n },
  });
  return { keys, values };
}

/** The last block: all positions as keys and values, the last position alone as query. → [1, 1, d] */
function lastPositionBlock(layer: LayerContext, x: TensorName, block: number): TensorName {
  const { graph, config } = layer;
  const normalised = norm(layer, x, `blocks.${block}.norm1`);
  const { keys, values } = keysAndValues(layer, normalised, block);
  const query = layer.affine(
    lastPosition(graph, normalised),
    `blocks.${block}.query`,
    columnsOf(queryKeyValue(layer, block), 0, config.hiddenSize),
  );
  const attended = graph.node('MultiHeadAttention', [query, keys, values], {
    domain: CONTRIB,
    attributes: { num_heads: BigInt(config.heads), scale: 1 },
  });
  return afterAttention(layer, lastPosition(graph, x), attended, block);
}

/**
 * Keys and values of every block after the hook. Attention is causal, so earlier positions never see an edit of the
 * last one, and the head only computes that one anew; `context.bias` hides the last position's unedited row from it.
 */
function addContext(layer: LayerContext, x: TensorName, items: TensorName, firstBlock: number): void {
  const { graph, config } = layer;
  let current = x;
  for (let block = firstBlock; block < config.blocks; block++) {
    if (block === config.blocks - 1) {
      const normalised = norm(layer, current, `blocks.${block}.norm1`);
      outputContext(layer, keysAndValues(layer, normalised, block), block);
    } else {
      const whole = wholeBlock(layer, current, block);
      outputContext(layer, whole, block);
      current = whole.x;
    }
  }
  const row = new Float32Array(config.maxLength);
  row[config.maxLength - 1] = MASKED;
  const length = graph.node('Shape', [items], { attributes: { start: 1n } });
  const bias = graph.node('Slice', [
    graph.floats('bias.row', [config.maxLength], row),
    graph.node('Neg', [length]),
    graph.int64s('bias.end', [TO_THE_END]),
  ]);
  graph.output(bias, 'context.bias', 'float', ['n']);
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
