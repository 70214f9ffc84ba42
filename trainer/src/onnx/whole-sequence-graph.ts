// The head's blocks where other positions see an edit of the last: each edit has a whole sequence of its own.
import { lastPositionBlock, wholeBlock } from './attention-graph.ts';
import { addDistances } from './distance-graph.ts';
import type { TensorName } from '../graph/builder.ts';
import type { LayerContext } from './layers.ts';

/** The last position after the blocks from `firstBlock` on, its states at the hook being x [b, d]. → [b, d] */
export function runWholeSequences(layer: LayerContext, x: TensorName, firstBlock: number): TensorName {
  const { graph, config } = layer;
  const { hiddenSize, blocks } = config;
  const others = graph.input('context.states', 'float', [1, 'n', hiddenSize]);
  const own = graph.node('Reshape', [x, graph.int64s('own.shape', [-1, 1, hiddenSize])]); // [b, 1, d]
  const rows = graph.node('Shape', [x], { attributes: { end: 1n } });
  const shape = graph.node('Concat', [rows, graph.int64s('others.shape', [1, 1])], {
    attributes: { axis: 0n },
  });
  const repeated = graph.node('Expand', [others, shape]); // [b, n, d]
  let current = graph.node('Concat', [repeated, own], { attributes: { axis: 1n } }); // [b, n + 1, d]
  const length = graph.node('Shape', [current], { attributes: { start: 1n, end: 2n } });
  const distances = addDistances(layer, length);
  for (let block = firstBlock; block < blocks - 1; block++) {
    current = wholeBlock(layer, distances, current, block).x;
  }
  const last = lastPositionBlock(layer, distances, current, blocks - 1); // [b, 1, d]
  return graph.node('Reshape', [last, graph.int64s('last.shape', [-1, hiddenSize])]);
}
