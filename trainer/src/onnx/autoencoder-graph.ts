// The autoencoder in both graphs: the encoder works out its code, and the head decodes edits of it onto the hidden state.
import type { SavedAutoencoder } from '../sae/kind.ts';
import { decoderOf } from '../sae/kind.ts';
import { kindOf } from '../sae/kinds.ts';
import { GraphBuilder, type TensorName } from '../graph/builder.ts';
import { affineFloat } from './layers.ts';
import { affineOf } from './matrices.ts';

/** What the encoder hands the head as the code: it depends on the history alone, and no slider changes it. */
const CODE = 'context.code';

/** Adds the output `context.code` [1, latents], the code of `hidden` [1, d]. */
export function outputCode(graph: GraphBuilder, autoencoder: SavedAutoencoder, hidden: TensorName): void {
  graph.output(code(graph, autoencoder, hidden), CODE, 'float', [1, autoencoder.config.latents]);
}

/** Hands the encoder's `context.code` on as the output `latents` [1, latents]. */
export function passCode(graph: GraphBuilder, { config: { latents } }: SavedAutoencoder): void {
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
export function addSteering(graph: GraphBuilder, { config, weights }: SavedAutoencoder): Steering {
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
export function buildAutoencoder(autoencoder: SavedAutoencoder): Uint8Array {
  const graph = new GraphBuilder('autoencoder');
  const { hook: steered } = addSteering(graph, autoencoder);
  outputCode(graph, autoencoder, 'hidden');
  graph.output(steered, 'steered', 'float', ['rows', autoencoder.config.hiddenSize]);
  return graph.build();
}

/** z = select(hidden·W_enc + b_enc), select being the kind's: [1, latents]. */
function code(graph: GraphBuilder, autoencoder: SavedAutoencoder, hidden: TensorName): TensorName {
  const { config, weights } = autoencoder;
  const map = affineOf(weights, 'encoder', config.hiddenSize, config.latents);
  const pre = affineFloat(graph, hidden, 'code.encoder', map);
  return kindOf(config).graph(graph, pre, autoencoder, hidden);
}
