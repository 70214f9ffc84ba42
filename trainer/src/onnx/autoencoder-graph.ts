// The autoencoder in both graphs: the encoder works out its code, and the head decodes edits of it onto the hidden state.
import type { AutoencoderConfig } from '../recommender/weights.ts';
import type { Weights } from '../files/weights.ts';
import { CORRECTIONS, REFINEMENT } from '../sae/refinement.ts';
import { GraphBuilder, type TensorName } from './graph-builder.ts';
import { affineFloat } from './layers.ts';
import { affineOf, weightOf } from './matrices.ts';

export interface Autoencoder {
  config: AutoencoderConfig;
  weights: Weights;
}

/** What the encoder hands the head as the code: it depends on the history alone, and no slider changes it. */
const CODE = 'context.code';

/** Adds the output `context.code` [1, latents], the code of `hidden` [1, d]. */
export function outputCode(graph: GraphBuilder, autoencoder: Autoencoder, hidden: TensorName): void {
  graph.output(code(graph, autoencoder, hidden), CODE, 'float', [1, autoencoder.config.latents]);
}

/** Hands the encoder's `context.code` on as the output `latents` [1, latents]. */
export function passCode(graph: GraphBuilder, { config: { latents } }: Autoencoder): void {
  const given = graph.input(CODE, 'float', [1, latents]);
  graph.output(graph.node('Identity', [given]), 'latents', 'float', [1, latents]);
}

/** What an edit adds to the two states that it can move. */
export interface Steering {
  /** The state at the hook, moved by the edit's latents. [b, d] */
  hook: TensorName;
  /** What the edit adds to the last state. [b, d] */
  last: TensorName;
}

/**
 * Inputs `hidden` [1, d] and `edit` [b, latents] or [b, latents + d]: behind the latents stands what is added to the last
 * state, which scores are linear in.
 *
 *   x_r = hidden + Σ_j edit_rj·W_dec,j over the latents j that edit r moves, in their order
 *
 * A few of thousands: a product would read all of W_dec. A row's sum is its own, whatever stands beside it, and an edit
 * of zeros adds nothing at all.
 */
export function addSteering(graph: GraphBuilder, { config, weights }: Autoencoder): Steering {
  const { latents, hiddenSize } = config;
  const hidden = graph.input('hidden', 'float', [1, hiddenSize]);
  const given = graph.input('edit', 'float', ['b', 'width']);
  const edit = columns(graph, given, 'latents', 0, latents);
  const places = graph.node('NonZero', [edit]); // [2, moved]
  const [rows = '', moved = ''] = graph.nodes('Split', [places], 2, {
    attributes: { axis: 0n, num_outputs: 2n },
  }); // [1, moved]
  const sizes = graph.node('GatherND', [edit, graph.node('Transpose', [places])]); // [moved]
  const axis = graph.int64s('steering.axis', [0]);
  const decoder = decoderOf(graph, 'steering.decoder', { config, weights });
  const directions = graph.node('Gather', [decoder, graph.node('Squeeze', [moved, axis])]); // [moved, d]
  const column = graph.node('Unsqueeze', [sizes, graph.int64s('steering.column', [1])]);
  const moves = graph.node('Mul', [directions, column]);
  const count = graph.node('Shape', [edit], { attributes: { end: 1n } });
  const shape = graph.node('Concat', [count, graph.int64s('steering.width', [hiddenSize])], {
    attributes: { axis: 0n },
  });
  const start = graph.node('Expand', [hidden, shape]); // [b, d]
  const hook = graph.node('ScatterND', [start, graph.node('Transpose', [rows]), moves], {
    attributes: { reduction: 'add' },
  });
  // Zeros behind what was given stand for a last state that it does not name.
  const filled = graph.node('Pad', [given, graph.int64s('edit.padding', [0, 0, 0, hiddenSize])]);
  return { hook, last: columns(graph, filled, 'last', latents, latents + hiddenSize) };
}

/** Columns `from` to `to - 1`. */
function columns(graph: GraphBuilder, x: TensorName, name: string, from: number, to: number): TensorName {
  const bounds = [[from], [to], [1]].map((at, i) => graph.int64s(`edit.${name}.${i}`, at));
  return graph.node('Slice', [x, ...bounds]);
}

/** The autoencoder by itself, code and steered states as outputs: what it adds to a request can be timed. */
export function buildAutoencoder(autoencoder: Autoencoder): Uint8Array {
  const graph = new GraphBuilder('autoencoder');
  const { hook: steered } = addSteering(graph, autoencoder);
  outputCode(graph, autoencoder, 'hidden');
  graph.output(steered, 'steered', 'float', ['rows', autoencoder.config.hiddenSize]);
  return graph.build();
}

/**
 * z = select(hidden·W_enc + b_enc): [1, latents]. For topk the k largest above 0, of equal values the first; for
 * batch-topk those above the threshold; for relu-l1 those above 0. The rest are 0. A topk that looks again goes on from there.
 */
function code(graph: GraphBuilder, { config, weights }: Autoencoder, hidden: TensorName): TensorName {
  const { kind, hiddenSize, latents, k } = config;
  const map = affineOf(weights, 'encoder', hiddenSize, latents);
  const pre = affineFloat(graph, hidden, 'code.encoder', map);
  if (kind === 'batch-topk') {
    const [alpha = 0] = weightOf(weights, 'threshold', [1]).data;
    return graph.node('ThresholdedRelu', [pre], { attributes: { alpha } });
  }
  const active = graph.node('Relu', [pre]);
  if (kind === 'relu-l1') return active;
  graph.floats('code.zeros', [1, latents], new Float32Array(latents));
  graph.int64s('code.k', [k]);
  const z = largest(graph, active);
  return REFINEMENT in weights ? corrected(graph, { config, weights }, hidden, z) : z;
}

/** The k largest where they stand, 0 elsewhere: [1, latents]. */
function largest(graph: GraphBuilder, active: TensorName): TensorName {
  const [values = '', indices = ''] = graph.nodes('TopK', [active, 'code.k'], 2);
  return graph.node('ScatterElements', ['code.zeros', indices, values], { attributes: { axis: 1n } });
}

/** z ← topK(relu(z + missed·W_ref)), missed = hidden - z·W_dec - b_dec, as long as less is missed: [1, latents]. */
function corrected(
  graph: GraphBuilder,
  autoencoder: Autoencoder,
  hidden: TensorName,
  first: TensorName,
): TensorName {
  const { config, weights } = autoencoder;
  const shape = [config.hiddenSize, config.latents];
  const refinement = graph.floats('code.refinement', shape, weightOf(weights, REFINEMENT, shape).data);
  const { data } = weightOf(weights, 'decoder.bias', [config.hiddenSize]);
  const bias = graph.floats('code.decoder.bias', [config.hiddenSize], data);
  const decoder = decoderOf(graph, 'code.decoder', autoencoder);
  const missedBy = (z: TensorName): { z: TensorName; missed: TensorName; error: TensorName } => {
    const rebuilt = graph.node('Add', [graph.node('MatMul', [z, decoder]), bias]);
    const missed = graph.node('Sub', [hidden, rebuilt]);
    return { z, missed, error: graph.node('ReduceSumSquare', [missed]) }; // of one position: [1, 1]
  };
  let best = missedBy(first);
  for (let i = 0; i < CORRECTIONS; i++) {
    const step = graph.node('MatMul', [best.missed, refinement]);
    const next = missedBy(largest(graph, graph.node('Relu', [graph.node('Add', [best.z, step])])));
    const isBetter = graph.node('Less', [next.error, best.error]);
    const better = (key: 'z' | 'missed' | 'error'): TensorName =>
      graph.node('Where', [isBetter, next[key], best[key]]);
    best = { z: better('z'), missed: better('missed'), error: better('error') };
  }
  return best.z;
}

/** W_dec [latents, d] under `name`: an autoencoder that looks again has it in both graphs. */
function decoderOf(graph: GraphBuilder, name: string, { config, weights }: Autoencoder): TensorName {
  const shape = [config.latents, config.hiddenSize];
  return graph.floats(name, shape, weightOf(weights, 'decoder.weight', shape).data);
}
