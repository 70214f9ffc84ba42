// Builds one ONNX graph in memory: nodes in order of use, weights as initializers, protobuf bytes at the end.
import { create, toBinary } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType as AttributeType,
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProto_DataType as DataType,
  TensorProtoSchema,
  ValueInfoProtoSchema,
  type AttributeProto,
  type GraphProto,
  type ValueInfoProto,
} from 'onnx-buf';

const OPSET = 21n;
const CONTRIB_OPSET = 1n;
/** The IR version that belongs to opset 21. */
const IR_VERSION = 10n;

export const CONTRIB = 'com.microsoft';

export type ElementType = 'float' | 'int64' | 'int8' | 'uint8';

const DATA_TYPES: Record<ElementType, DataType> = {
  float: DataType.FLOAT,
  int64: DataType.INT64,
  int8: DataType.INT8,
  uint8: DataType.UINT8,
};

/** The end of a slice that has none. */
export const TO_THE_END = Number.MAX_SAFE_INTEGER;

/** A bigint is an integer attribute, a number a float one: ONNX tells them apart and JavaScript does not. */
export type AttributeValue = bigint | number | string | readonly bigint[];

export interface NodeOptions {
  attributes?: Record<string, AttributeValue>;
  domain?: string;
}

/** Names of tensors; '' stands for an optional input that is left out. */
export type TensorName = string;

export class GraphBuilder {
  readonly #graph: GraphProto;
  #nodes = 0;

  constructor(name: string) {
    this.#graph = create(GraphProtoSchema, { name });
  }

  /** A dimension given by name is dynamic. */
  input(name: string, type: ElementType, shape: readonly (number | string)[]): TensorName {
    this.#graph.input.push(valueInfo(name, type, shape));
    return name;
  }

  /** Makes the result of a node an output, under the name `name`: no node is added that would copy it. */
  output(tensor: TensorName, name: string, type: ElementType, shape: readonly (number | string)[]): void {
    const renamed = (other: TensorName): TensorName => (other === tensor ? name : other);
    for (const node of this.#graph.node) {
      node.input = node.input.map(renamed);
      node.output = node.output.map(renamed);
    }
    this.#graph.output.push(valueInfo(name, type, shape));
  }

  floats(name: string, shape: readonly number[], values: Float32Array): TensorName {
    return this.#initializer(name, 'float', shape, values);
  }

  int8s(name: string, shape: readonly number[], values: Int8Array): TensorName {
    return this.#initializer(name, 'int8', shape, values);
  }

  int64s(name: string, values: readonly number[]): TensorName {
    return this.#initializer(name, 'int64', [values.length], BigInt64Array.from(values, BigInt));
  }

  int64(name: string, value: number): TensorName {
    return this.#initializer(name, 'int64', [], BigInt64Array.of(BigInt(value)));
  }

  scalar(name: string, value: number): TensorName {
    return this.#initializer(name, 'float', [], Float32Array.of(value));
  }

  uint8(name: string, value: number): TensorName {
    return this.#initializer(name, 'uint8', [], Uint8Array.of(value));
  }

  /** x converted to another element type; a float loses its fraction. */
  cast(x: TensorName, type: ElementType): TensorName {
    return this.node('Cast', [x], { attributes: { to: BigInt(DATA_TYPES[type]) } });
  }

  /** Adds a node of one output and returns its name. */
  node(opType: string, inputs: readonly TensorName[], options: NodeOptions = {}): TensorName {
    const output = `${opType}.${this.#nodes}`;
    this.#add(opType, inputs, [output], options);
    return output;
  }

  /** Adds a node of `count` outputs and returns their names. */
  nodes(
    opType: string,
    inputs: readonly TensorName[],
    count: number,
    options: NodeOptions = {},
  ): TensorName[] {
    const outputs = Array.from({ length: count }, (_, i) => `${opType}.${this.#nodes}.${i}`);
    this.#add(opType, inputs, outputs, options);
    return outputs;
  }

  build(): Uint8Array {
    const model = create(ModelProtoSchema, {
      irVersion: IR_VERSION,
      producerName: 'trimtab',
      opsetImport: [
        { domain: '', version: OPSET },
        { domain: CONTRIB, version: CONTRIB_OPSET },
      ],
      graph: this.#graph,
    });
    return toBinary(ModelProtoSchema, model);
  }

  #add(opType: string, inputs: readonly string[], outputs: string[], options: NodeOptions): void {
    const { attributes = {}, domain = '' } = options;
    const attribute = Object.entries(attributes).map(([name, value]) => attributeProto(name, value));
    const name = `${opType}.${this.#nodes++}`;
    const node = create(NodeProtoSchema, {
      name,
      opType,
      domain,
      input: [...inputs],
      output: outputs,
      attribute,
    });
    this.#graph.node.push(node);
  }

  #initializer(
    name: string,
    type: ElementType,
    shape: readonly number[],
    values: Float32Array | Int8Array | Uint8Array | BigInt64Array,
  ): TensorName {
    if (this.#graph.initializer.some((tensor) => tensor.name === name)) {
      throw new Error(
        `graph ${this.#graph.name} already has an initializer called ${name}: name it differently`,
      );
    }
    const elements = shape.reduce((product, size) => product * size, 1);
    if (elements !== values.length) {
      throw new Error(`initializer ${name} of shape [${shape.join(', ')}] has ${values.length} values`);
    }
    const rawData = new Uint8Array(values.byteLength);
    rawData.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    const dims = shape.map(BigInt);
    this.#graph.initializer.push(
      create(TensorProtoSchema, { name, dims, dataType: DATA_TYPES[type], rawData }),
    );
    return name;
  }
}

function attributeProto(name: string, value: AttributeValue): AttributeProto {
  if (typeof value === 'bigint') {
    return create(AttributeProtoSchema, { name, type: AttributeType.INT, i: value });
  }
  if (typeof value === 'number') {
    return create(AttributeProtoSchema, { name, type: AttributeType.FLOAT, f: value });
  }
  if (typeof value === 'string') {
    const s = new TextEncoder().encode(value);
    return create(AttributeProtoSchema, { name, type: AttributeType.STRING, s });
  }
  return create(AttributeProtoSchema, { name, type: AttributeType.INTS, ints: [...value] });
}

function valueInfo(name: string, type: ElementType, shape: readonly (number | string)[]): ValueInfoProto {
  const dim = shape.map((size) => ({
    value:
      typeof size === 'number'
        ? { case: 'dimValue' as const, value: BigInt(size) }
        : { case: 'dimParam' as const, value: size },
  }));
  const tensorType = { elemType: DATA_TYPES[type], shape: { dim } };
  return create(ValueInfoProtoSchema, {
    name,
    type: { value: { case: 'tensorType', value: tensorType } },
  });
}
