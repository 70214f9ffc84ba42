// The layers that both graphs are made of, in full precision and in int8.
import { NORM_EPSILON, type RecommenderConfig } from '../recommender/weights.ts';
import { type Weights } from '../files/weights.ts';
import { CONTRIB, type GraphBuilder, type TensorName } from '../graph/builder.ts';
import { affineOf, quantiseColumns, scaleColumns, type Affine } from './matrices.ts';
import { weightOf } from '../files/weights.ts';

export type Precision = 'fp32' | 'int8';

/** What a layer needs to add itself to a graph. */
export interface LayerContext {
  graph: GraphBuilder;
  config: RecommenderConfig;
  weights: Weights;
  /** x·weight + bias for x [rows, inputs] or [1, rows, inputs], the initializers called after `name`. */
  affine: (x: TensorName, name: string, map: Affine) => TensorName;
}

/** LayerNormalization over the last axis. */
export function norm({ graph, config, weights }: LayerContext, x: TensorName, name: string): TensorName {
  const shape = [config.hiddenSize];
  const gain = graph.floats(`${name}.gain`, shape, weightOf(weights, `${name}.gain`, shape).data);
  const bias = graph.floats(`${name}.bias`, shape, weightOf(weights, `${name}.bias`, shape).data);
  return graph.node('LayerNormalization', [x, gain, bias], {
    attributes: { axis: -1n, epsilon: NORM_EPSILON },
  });
}

/**
 * Query, key and value of block k [d, 3d], with the 1/√(d/heads) of attention folded into the query: scaling a column
 * costs int8 nothing, since every column has its own scale.
 */
export function queryKeyValue({ config, weights }: LayerContext, block: number): Affine {
  const { hiddenSize, heads } = config;
  const map = affineOf(weights, `blocks.${block}.qkv`, hiddenSize, 3 * hiddenSize);
  return scaleColumns(map, hiddenSize, 1 / Math.sqrt(hiddenSize / heads));
}

/** x + out(attended), then x + down(relu(up(norm2(x)))), both gated for ligr: block k from its attention on. */
export function afterAttention(
  layer: LayerContext,
  x: TensorName,
  attended: TensorName,
  block: number,
): TensorName {
  const { config, weights } = layer;
  const { hiddenSize, feedForwardSize } = config;
  const name = `blocks.${block}`;
  const out = affineOf(weights, `${name}.out`, hiddenSize, hiddenSize);
  const middle = addBranch(layer, x, layer.affine(attended, `${name}.out`, out), `${name}.gate1`);
  const wide = widen(layer, norm(layer, middle, `${name}.norm2`), `${name}.up`);
  const down = affineOf(weights, `${name}.down`, feedForwardSize, hiddenSize);
  return addBranch(layer, middle, layer.affine(wide, `${name}.down`, down), `${name}.gate2`);
}

/** x + branch, or x + σ(gate(x))·branch for ligr. */
function addBranch(layer: LayerContext, x: TensorName, branch: TensorName, gate: string): TensorName {
  const { graph, config, weights } = layer;
  if (config.block !== 'ligr') return graph.node('Add', [x, branch]);
  const opening = layer.affine(x, gate, affineOf(weights, gate, config.hiddenSize, config.hiddenSize));
  return graph.node('Add', [x, graph.node('Mul', [graph.node('Sigmoid', [opening]), branch])]);
}

/** relu(up(x)), or silu(g)·v of its two halves for ligr. */
function widen(layer: LayerContext, x: TensorName, name: string): TensorName {
  const { graph, config, weights } = layer;
  const { block, hiddenSize, feedForwardSize } = config;
  if (block !== 'ligr') {
    return graph.node('Relu', [layer.affine(x, name, affineOf(weights, name, hiddenSize, feedForwardSize))]);
  }
  const both = layer.affine(x, name, affineOf(weights, name, hiddenSize, 2 * feedForwardSize));
  const [gate = '', value = ''] = graph.nodes('Split', [both], 2, {
    attributes: { axis: -1n, num_outputs: 2n },
  });
  const silu = graph.node('Mul', [gate, graph.node('Sigmoid', [gate])]);
  return graph.node('Mul', [silu, value]);
}

/** x·weight + bias in float32. */
export function affineFloat(graph: GraphBuilder, x: TensorName, name: string, map: Affine): TensorName {
  const weight = graph.floats(`${name}.weight`, map.weight.shape, map.weight.data);
  const bias = graph.floats(`${name}.bias`, [map.bias.length], map.bias);
  return graph.node('Add', [graph.node('MatMul', [x, weight]), bias]);
}

/** x·weight + bias in int8, x quantised by one scale for all of it (DynamicQuantizeLinear). */
export function affineDynamic(graph: GraphBuilder, x: TensorName, name: string, map: Affine): TensorName {
  const { shape, values, scales } = quantiseColumns(map.weight);
  const weight = graph.int8s(`${name}.weight`, shape, values);
  const scale = graph.floats(`${name}.scale`, [scales.length], scales);
  const bias = graph.floats(`${name}.bias`, [map.bias.length], map.bias);
  return graph.node('DynamicQuantizeMatMul', [x, weight, scale, '', bias], { domain: CONTRIB });
}
