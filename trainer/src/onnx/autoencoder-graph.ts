// The autoencoder inside the head: its code of the hidden state, and edits of that code decoded onto it.
import type { AutoencoderConfig, Weights } from '../recommender/weights.ts';
import { REFINEMENT } from '../sae/refinement.ts';
import { GraphBuilder, type TensorName } from './graph-builder.ts';
import { affineFloat } from './layers.ts';
import { affineOf, weightOf } from './matrices.ts';

export interface Autoencoder {
  config: AutoencoderConfig;
  weights: Weights;
}

const DECODER = 'autoencoder.decoder';

/**
 * Inputs `hidden` [1, d] and `edit` [b, latents], output `latents` [1, latents].
 *
 * @returns hidden + edit·W_dec, and hidden itself below: [b + 1, d]
 */
export function addAutoencoder(graph: GraphBuilder, autoencoder: Autoencoder): TensorName {
  const { latents, hiddenSize } = autoencoder.config;
  const shape = [latents, hiddenSize];
  const decoder = weightOf(autoencoder.weights, 'decoder.weight', shape).data;
  const hidden = graph.input('hidden', 'float', [1, hiddenSize]);
  const edit = graph.input('edit', 'float', ['b', latents]);
  graph.floats('autoencoder.zeros', [1, latents], new Float32Array(latents));
  graph.floats(DECODER, shape, decoder);
  graph.output(code(graph, autoencoder, hidden), 'latents', 'float', [1, latents]);
  return graph.node('Add', [hidden, decodeEdit(graph, edit)]);
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
 * batch-topk those above the threshold; for relu-l1 those above 0. The rest are 0. A topk that looks twice goes on from there.
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
  graph.int64s('autoencoder.k', [k]);
  const z = largest(graph, active);
  return REFINEMENT in weights ? lookedAgain(graph, { config, weights }, hidden, z) : z;
}

/** The k largest where they stand, 0 elsewhere: [1, latents]. */
function largest(graph: GraphBuilder, active: TensorName): TensorName {
  const [values = '', indices = ''] = graph.nodes('TopK', [active, 'autoencoder.k'], 2);
  return graph.node('ScatterElements', ['autoencoder.zeros', indices, values], { attributes: { axis: 1n } });
}

/** topK(relu(z + (hidden - z·W_dec - b_dec)·W_ref)): [1, latents]. */
function lookedAgain(
  graph: GraphBuilder,
  { config: { hiddenSize, latents }, weights }: Autoencoder,
  hidden: TensorName,
  z: TensorName,
): TensorName {
  const shape = [hiddenSize, latents];
  const refinement = graph.floats('autoencoder.refinement', shape, weightOf(weights, REFINEMENT, shape).data);
  const { data } = weightOf(weights, 'decoder.bias', [hiddenSize]);
  const bias = graph.floats('autoencoder.decoder.bias', [hiddenSize], data);
  const rebuilt = graph.node('Add', [graph.node('MatMul', [z, DECODER]), bias]);
  const step = graph.node('MatMul', [graph.node('Sub', [hidden, rebuilt]), refinement]);
  return largest(graph, graph.node('Relu', [graph.node('Add', [z, step])]));
}

/**
 * edit·W_dec, and a row of zeros below it: [b + 1, d]. A product of one row sums in another order than one of several,
 * so without that row an edit alone and the same edit beside others could differ in the last bit.
 */
function decodeEdit(graph: GraphBuilder, edit: TensorName): TensorName {
  const edits = graph.node('Concat', [edit, 'autoencoder.zeros'], { attributes: { axis: 0n } });
  return graph.node('MatMul', [edits, DECODER]);
}
