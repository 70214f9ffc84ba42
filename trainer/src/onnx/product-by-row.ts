// The int8 product that scores items: each row of the left side by itself, the right side in panels of columns.
import { CONTRIB, type GraphBuilder, type TensorName } from '../graph/builder.ts';
import { panelsOf, type QuantisedMatrix } from './matrices.ts';

/** Of uint8 activations: 128 stands for 0. */
const ZERO_POINT = 128;
/** Anything below is as good as zero, and 127 divided by it is still finite. */
const SMALLEST_RANGE = 1e-30;

/**
 * Before each product the runtime copies the right side into an order of its own, a few columns at a time. Where rows
 * are longer than a page of memory, each step of that lies in another page; in panels of columns they lie together.
 */
const PANEL = 64;
const PAGE = 4096;

/**
 * x·weight [b, columns] in int8 with a scale a row of x: rows of a batch share nothing, so a row's product is the same,
 * bit for bit, whatever stands beside it.
 *
 *   m_r = max_i |x_ri|;  q_ri = ⌊127·x_ri / m_r + 128.5⌋;  y_rj = m_r/127 · scale_j · Σ_i (q_ri - 128)·values_ij
 *
 * q is uint8 with zero point 128, since the wasm provider takes eight times as long for a signed left side.
 */
export function productByRow(
  graph: GraphBuilder,
  x: TensorName,
  name: string,
  { shape, values, scales }: QuantisedMatrix,
): TensorName {
  const matrix = { shape, values, scales: scales.map((scale) => scale / 127) };
  const { quantised, range } = quantiseByRow(graph, x, name);
  const zero = graph.uint8(`${name}.zero`, ZERO_POINT);
  const one = graph.scalar(`${name}.one`, 1);
  const multiply: Multiply = (weight, scale) => {
    const inputs = [quantised, weight, one, scale, zero];
    return graph.node('Mul', [graph.node('MatMulIntegerToFloat', inputs, { domain: CONTRIB }), range]);
  };
  return shape[1] > PAGE ? inPanels(graph, name, matrix, multiply) : atOnce(graph, name, matrix, multiply);
}

/** The product of the quantised rows with a weight, by the steps of its columns. */
type Multiply = (weight: TensorName, steps: TensorName) => TensorName;

function atOnce(graph: GraphBuilder, name: string, matrix: QuantisedMatrix, multiply: Multiply): TensorName {
  const { shape, values, scales } = matrix;
  const weight = graph.int8s(`${name}.weight`, shape, values);
  return multiply(weight, graph.floats(`${name}.scale`, [scales.length], scales));
}

function inPanels(
  graph: GraphBuilder,
  name: string,
  matrix: QuantisedMatrix,
  multiply: Multiply,
): TensorName {
  const [rows, columns] = matrix.shape;
  const { values, scales, panels } = panelsOf(matrix, PANEL);
  const weight = graph.int8s(`${name}.weight`, [panels, rows, PANEL], values);
  const product = multiply(weight, graph.floats(`${name}.scale`, [panels, 1, PANEL], scales)); // [panels, b, PANEL]
  const byRow = graph.node('Transpose', [product], { attributes: { perm: [1n, 0n, 2n] } });
  const flat = graph.node('Reshape', [byRow, graph.int64s(`${name}.flat`, [-1, panels * PANEL])]);
  const bounds = [[0], [columns], [1]].map((at, i) => graph.int64s(`${name}.columns.${i}`, at));
  return graph.node('Slice', [flat, ...bounds]); // [b, columns]
}

/** q [b, inputs] in uint8, and the m [b, 1] that it is in 127ths of. */
function quantiseByRow(
  graph: GraphBuilder,
  x: TensorName,
  name: string,
): { quantised: TensorName; range: TensorName } {
  const largest = graph.node('ReduceMax', [graph.node('Abs', [x]), graph.int64s(`${name}.axis`, [-1])]); // [b, 1]
  // A row of zeros is not divided by zero.
  const range = graph.node('Max', [largest, graph.scalar(`${name}.least`, SMALLEST_RANGE)]);
  const factor = graph.node('Div', [graph.scalar(`${name}.steps`, 127), range]);
  const moved = graph.node('Add', [
    graph.node('Mul', [x, factor]),
    graph.scalar(`${name}.middle`, ZERO_POINT + 0.5),
  ]);
  return { quantised: graph.cast(moved, 'uint8'), range };
}
