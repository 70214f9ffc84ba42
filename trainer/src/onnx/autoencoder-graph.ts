// The autoencoder inside the head: its code of the hidden state, and edits of that code decoded onto it.
import type { AutoencoderConfig, Weights } from '../recommender/weights.ts';
import { GraphBuilder, type TensorName } from './graph-builder.ts';
import { affineFloat } from './layers.ts';
import { affineOf, weightOf } from './matrices.ts';

export interface Autoencoder {
  config: AutoencoderConfig;
  weights: Weights;
}

/**
 * Inputs `hidden` [1, d] and `edit` [b, latents], output `latents` [1, latents].
 *
 * @returns hidden + edit·W_dec, and hidden itself below: [b + 1, d]
 */
export function addAutoencoder(graph: GraphBuilder, autoencoder: Autoencoder): TensorName {
  const { latents, hiddenSize } = autoencoder.config;
  const hidden = graph.input('hidden', 'float', [1, hiddenSize]);
  const edit = graph.input('edit', 'float', ['b', latents]);
  graph.floats('autoencoder.zeros', [1, latents], new Float32Array(latents));
  graph.output(code(graph, autoencoder, hidden), 'latents', 'float', [1, latents]);
  return graph.node('Add', [hidden, decodeEdit(graph, autoencoder, edit)]);
}

/** The autoencoder by itself, its steered states as the output `steered`: what it adds to a request can be timed. */
export function buildAutoencoder(autoencoder: Autoencoder): Uint8Array {
  const graph = new GraphBuilder('autoencoder');
  const steered = addAutoencoder(graph, autoencoder);
  graph.output(steered, 'steered', 'float', ['rows', autoencoder.config.hiddenSize]);
  return graph.build();
}

/**
 * z = select(hidden·W_enc + b_enc): [1, latents]. For topk the k largest above 0, of equal values the first; for
 * batch-topk those above the threshold; for relu-l1 those above 0. The rest are 0.
 */
function code(graph: GraphBuilder, { config, weights }: Autoencoder, hidden: TensorName): TensorName {
  const { kind, hiddenSize, latents, k } = config;
  const map = affineOf(weights, 'encoder', hiddenSize, latents);
  const pre = affineFloat(graph, hidden, 'autoencoder.encoder', map);
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
function decodeEdit(graph: GraphBuilder, { config, weights }: Autoencoder, edit: TensorName): TensorName {
  const shape = [config.latents, config.hiddenSize];
  const decoder = graph.floats('autoencoder.decoder', shape, weightOf(weights, 'decoder.weight', shape).data);
  const edits = graph.node('Concat', [edit, 'autoencoder.zeros'], { attributes: { axis: 0n } });
  return graph.node('MatMul', [edits, decoder]);
}
