// encoder.onnx: a history → the hidden state at the hook, its code, and the context that later blocks need.
import { isCausal } from '../recommender/sequences.ts';
import { lastPosition, lastPositionBlock, wholeBlock } from './attention-graph.ts';
import { outputCode } from './autoencoder-graph.ts';
import type { SavedAutoencoder } from '../sae/kind.ts';
import { addContext } from './context-graph.ts';
import { addDistances } from './distance-graph.ts';
import { embed } from './embedding-graph.ts';
import type { TensorName } from '../graph/builder.ts';
import type { HookPosition } from './hook-position.ts';
import { norm, type LayerContext, type Precision } from './layers.ts';

export function addEncoder(
  layer: LayerContext,
  autoencoder: SavedAutoencoder,
  hook: HookPosition,
  precision: Precision,
): void {
  const { graph, config } = layer;
  const { hiddenSize, blocks } = config;
  const items = graph.input('items', 'int64', [1, 'n']);
  const length = sequenceLength(layer, items);
  const distances = addDistances(layer, length);
  let x = embed(layer, items, length, precision); // [1, n, d]
  for (let block = 0; block < hook.blocks; block++) {
    x =
      block === blocks - 1
        ? lastPositionBlock(layer, distances, x, block)
        : wholeBlock(layer, distances, x, block).x;
  }
  const last = hook.blocks === blocks ? x : lastPosition(graph, x);
  const state = hook.normalised ? norm(layer, last, 'norm') : last;
  const shape = graph.int64s('hidden.shape', [1, hiddenSize]);
  graph.output(graph.node('Reshape', [state, shape]), 'hidden', 'float', [1, hiddenSize]);
  outputCode(graph, autoencoder, 'hidden');
  if (hook.blocks < blocks) addContext(layer, distances, x, length, hook.blocks);
}

/** How many positions the sequence has: the items, and [MASK] for a model that scores there. [1] */
function sequenceLength({ graph, config }: LayerContext, items: TensorName): TensorName {
  const count = graph.node('Shape', [items], { attributes: { start: 1n } });
  return isCausal(config) ? count : graph.node('Add', [count, graph.int64s('mask.length', [1])]);
}
