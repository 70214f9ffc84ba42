// The two ONNX graphs of a model version, cut at the hook: encoder.onnx and head.onnx.
import { tableBytes } from '@trimtab/shared/gradient/item-table.ts';
import type { AutoencoderConfig, RecommenderConfig } from '../recommender/weights.ts';
import type { Weights } from '../files/weights.ts';
import { addEncoder } from './encoder-graph.ts';
import { GraphBuilder } from '../graph/builder.ts';
import { addHead, columnsOfItems } from './head-graph.ts';
import { hookPosition } from './hook-position.ts';
import { affineDynamic, affineFloat, type LayerContext, type Precision } from './layers.ts';
import { quantiseColumns, transpose } from './matrices.ts';

export interface GraphOptions {
  recommender: RecommenderConfig;
  weights: Weights;
  autoencoder: AutoencoderConfig;
  autoencoderWeights: Weights;
  /** `blocks.<k>` or `final`: where the autoencoder reads and edits. */
  hook: string;
  precision: Precision;
}

export interface Graphs {
  encoder: Uint8Array;
  head: Uint8Array;
}

/** The graphs, and in int8 the item table that the head scores with, for what is worked out about single items. */
export interface BuiltGraphs extends Graphs {
  table?: Uint8Array;
}

/**
 * - encoder: `items` int64 [1, n], n from 1 to maxLength → `hidden` [1, d], its code `context.code` [1, latents] and,
 *   before the last block, more of `context.*`
 * - head: all of these and `edit` [b, latents] or [b, latents + d] → `latents` [1, latents] and `scores` [b, items]
 *
 * @throws RangeError for a hook that the model lacks, WeightError for weights that do not fit the configuration
 *
 * In int8, the item table of both graphs and the encoder's blocks are quantised. The head's blocks and the autoencoder
 * stay in float32: for a handful of rows that is faster, and an edit loses nothing.
 */
export function buildGraphs(options: GraphOptions): BuiltGraphs {
  const { recommender, weights, precision } = options;
  const hook = hookPosition(options.hook, recommender.blocks);
  const layerOf = (graph: GraphBuilder, affine: typeof affineFloat): LayerContext => ({
    graph,
    config: recommender,
    weights,
    affine: (x, name, map) => affine(graph, x, name, map),
  });
  const encoder = new GraphBuilder('encoder');
  const autoencoder = { config: options.autoencoder, weights: options.autoencoderWeights };
  addEncoder(
    layerOf(encoder, precision === 'int8' ? affineDynamic : affineFloat),
    autoencoder,
    hook,
    precision,
  );
  const head = new GraphBuilder('head');
  addHead(layerOf(head, affineFloat), autoencoder, hook, precision);
  const graphs = { encoder: encoder.build(), head: head.build() };
  return precision === 'int8' ? { ...graphs, table: int8Table(recommender, weights) } : graphs;
}

/** The very numbers that the head has. */
function int8Table(config: RecommenderConfig, weights: Weights): Uint8Array {
  const { values, scales } = quantiseColumns(columnsOfItems({ config, weights })); // [d, items]
  const { data } = transpose({ shape: [config.hiddenSize, config.items], data: Float32Array.from(values) });
  return tableBytes({ values: Int8Array.from(data), scales });
}
