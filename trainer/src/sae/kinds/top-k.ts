// TopK (Gao et al. 2024, arXiv 2406.04093): the k largest latents of each position stay; the code may then be refined.
import { weightOf } from '../../files/weights.ts';
import type { GraphBuilder, TensorName } from '../../graph/builder.ts';
import { hasKernels } from '../../tensorflow/native/kernels.ts';
import { keepTopK } from '../../tensorflow/operations/ops.ts';
import type { AutoencoderKind, SavedAutoencoder } from '../kind.ts';
import { decoderOf } from '../kind.ts';
import { sparseLoss } from '../loss.ts';
import { REFINEMENT_STEPS, REFINEMENT } from '../refinement.ts';
import { sparseLossByKernel } from '../sparse-loss-kernel.ts';

export const topK: AutoencoderKind = {
  loss: (sae, x, options) =>
    hasKernels()
      ? sparseLossByKernel(sae, x, { shared: false }, options)
      : sparseLoss(keepTopK, sae, x, options),
  select: (pre, { k }) => keepTopK(pre, k),
  /** The k largest above 0, of equal values the first. An autoencoder that refines its codes goes on from there. */
  graph(graph, pre, sae, hidden) {
    const active = graph.node('Relu', [pre]);
    graph.floats('code.zeros', [1, sae.config.latents], new Float32Array(sae.config.latents));
    graph.int64s('code.k', [sae.config.k]);
    const z = largest(graph, active);
    return REFINEMENT in sae.weights ? refined(graph, sae, hidden, z) : z;
  },
};

/** The k largest where they stand, 0 elsewhere: [1, latents]. */
function largest(graph: GraphBuilder, active: TensorName): TensorName {
  const [values = '', indices = ''] = graph.nodes('TopK', [active, 'code.k'], 2);
  return graph.node('ScatterElements', ['code.zeros', indices, values], { attributes: { axis: 1n } });
}

/** z ← topK(relu(z + missed·W_ref)), missed = hidden - z·W_dec - b_dec, as long as less is missed: [1, latents]. */
function refined(
  graph: GraphBuilder,
  autoencoder: SavedAutoencoder,
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
  for (let i = 0; i < REFINEMENT_STEPS; i++) {
    const step = graph.node('MatMul', [best.missed, refinement]);
    const next = missedBy(largest(graph, graph.node('Relu', [graph.node('Add', [best.z, step])])));
    const isBetter = graph.node('Less', [next.error, best.error]);
    const better = (key: 'z' | 'missed' | 'error'): TensorName =>
      graph.node('Where', [isBetter, next[key], best[key]]);
    best = { z: better('z'), missed: better('missed'), error: better('error') };
  }
  return best.z;
}
