// Blocks over a whole sequence, and the last one for the last position alone.
import { isCausal } from '../recommender/sequences.ts';
import type { GraphBuilder, TensorName } from '../graph/builder.ts';
import { CONTRIB } from '../graph/builder.ts';
import type { DistanceNodes } from './distance-graph.ts';
import { afterAttention, norm, queryKeyValue, type LayerContext } from './layers.ts';
import { columnsOf } from './matrices.ts';

export interface KeysAndValues {
  keys: TensorName; // [sequences, n, d]
  values: TensorName; // [sequences, n, d]
}

/** The last position of x [sequences, n, d] as [sequences, 1, d]. */
export function lastPosition(graph: GraphBuilder, x: TensorName): TensorName {
  const name = `last.${x}`;
  return graph.node('Gather', [x, graph.int64s(name, [-1])], { attributes: { axis: 1n } });
}

/** A block over all positions of x [sequences, n, d], causal where the model is. */
export function wholeBlock(
  layer: LayerContext,
  distances: DistanceNodes,
  x: TensorName,
  block: number,
): KeysAndValues & { x: TensorName } {
  const { graph, config } = layer;
  const name = `blocks.${block}`;
  const combined = layer.affine(norm(layer, x, `${name}.norm1`), `${name}.qkv`, queryKeyValue(layer, block));
  const [query = '', keys = '', values = ''] = graph.nodes('Split', [combined], 3, {
    attributes: { axis: -1n, num_outputs: 3n },
  });
  const inputs = [query, keys, values, ...biasInput(distances.ofPairs(block))];
  const attended = graph.node('MultiHeadAttention', inputs, {
    domain: CONTRIB,
    attributes: { num_heads: BigInt(config.heads), scale: 1, unidirectional: isCausal(config) ? 1n : 0n },
  });
  return { keys, values, x: afterAttention(layer, x, attended, block) };
}

/** MultiHeadAttention takes the bias of pairs after two inputs that are left out here: bias and padding mask. */
const biasInput = (bias: TensorName): TensorName[] => (bias === '' ? [] : ['', '', bias]);

/** Keys and values of all positions from the normalised x, and nothing else. */
export function keysAndValues(layer: LayerContext, normalised: TensorName, block: number): KeysAndValues {
  const { graph, config } = layer;
  const { hiddenSize } = config;
  const map = columnsOf(queryKeyValue(layer, block), hiddenSize, 3 * hiddenSize);
  const both = layer.affine(normalised, `blocks.${block}.kv`, map);
  const [keys = '', values = ''] = graph.nodes('Split', [both], 2, {
    attributes: { axis: -1n, num_outputs: 2n },
  });
  return { keys, values };
}

/** The last block: all positions as keys and values, the last position alone as query. → [sequences, 1, d] */
export function lastPositionBlock(
  layer: LayerContext,
  distances: DistanceNodes,
  x: TensorName,
  block: number,
): TensorName {
  const { graph, config } = layer;
  const normalised = norm(layer, x, `blocks.${block}.norm1`);
  const { keys, values } = keysAndValues(layer, normalised, block);
  const query = layer.affine(
    lastPosition(graph, normalised),
    `blocks.${block}.query`,
    columnsOf(queryKeyValue(layer, block), 0, config.hiddenSize),
  );
  const inputs = [query, keys, values, ...biasInput(distances.ofLast(block))];
  const attended = graph.node('MultiHeadAttention', inputs, {
    domain: CONTRIB,
    attributes: { num_heads: BigInt(config.heads), scale: 1 },
  });
  return afterAttention(layer, lastPosition(graph, x), attended, block);
}
