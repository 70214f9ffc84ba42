// Relative positions in a graph: each block's bias of attention, looked up by how far two positions are apart.
import { distanceBucket, distanceBuckets } from '../recommender/distances.ts';
import { longestSequence } from '../recommender/sequences.ts';
import type { TensorName } from '../graph/builder.ts';
import type { LayerContext } from './layers.ts';
import { weightOf } from '../files/weights.ts';

/** What block k's attention adds to its scores; '' where positions are learned. */
export interface DistanceNodes {
  /** [1, heads, n, n] */
  ofPairs(block: number): TensorName;
  /** The last position's row of the same, [1, heads, 1, n] */
  ofLast(block: number): TensorName;
}

const NONE: DistanceNodes = { ofPairs: () => '', ofLast: () => '' };

/** @param length how many positions there are, int64 [1] */
export function addDistances(layer: LayerContext, length: TensorName): DistanceNodes {
  const { graph, config } = layer;
  if (config.positions !== 'relative') return NONE;
  const scalar = graph.node('Squeeze', [length]);
  const zero = graph.int64('distances.zero', 0);
  const one = graph.int64('distances.one', 1);
  const places = graph.node('Range', [zero, scalar, one]); // [n]
  const column = graph.node('Unsqueeze', [places, graph.int64s('distances.column', [1])]);
  const row = graph.node('Unsqueeze', [places, graph.int64s('distances.row', [0])]);
  // A table holds the distances -(longest - 1) to longest - 1, in that order.
  const first = graph.int64('distances.first', longestSequence(config) - 1);
  const pairs = graph.node('Add', [graph.node('Sub', [column, row]), first]); // [n, n]
  const last = graph.node('Gather', [pairs, graph.int64s('distances.last', [-1])]); // [1, n]
  const tables = new Map<number, TensorName>();
  const look = (block: number, indices: TensorName): TensorName => {
    const table = tables.get(block) ?? distanceTable(layer, block);
    tables.set(block, table);
    return graph.node('Gather', [table, indices], { attributes: { axis: 2n } });
  };
  return { ofPairs: (block) => look(block, pairs), ofLast: (block) => look(block, last) };
}

/** The bias of every distance, buckets written out. [1, heads, 2·longest - 1] */
function distanceTable({ graph, config, weights }: LayerContext, block: number): TensorName {
  const { heads } = config;
  const longest = longestSequence(config);
  const { data } = weightOf(weights, `blocks.${block}.distances`, [distanceBuckets(config), heads]);
  const width = 2 * longest - 1;
  const values = Float32Array.from({ length: heads * width }, (_, i) => {
    const bucket = distanceBucket(config, (i % width) - (longest - 1));
    return data[bucket * heads + Math.floor(i / width)] as number;
  });
  return graph.floats(`blocks.${block}.distances`, [1, heads, width], values);
}
