import protobuf from 'protobufjs/light.js';

/* What we write of the ONNX format: the messages and fields that a classifier needs, with the numbers of
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3. */

/** TensorProto.DataType. */
export const onnxTypes = { float: 1, uint8: 2, int8: 3, int32: 6, int64: 7 } as const;
export type OnnxType = (typeof onnxTypes)[keyof typeof onnxTypes];

/** AttributeProto.AttributeType. */
const attributeTypes = { float: 1, int: 2, ints: 7 } as const;

export interface OnnxTensor {
  readonly name: string;
  /** empty for a single number */
  readonly dims: readonly number[];
  readonly dataType: OnnxType;
  /** little-endian, row-major */
  readonly rawData: Uint8Array;
}

export interface OnnxNode {
  readonly name: string;
  readonly opType: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attributes: Readonly<Record<string, number | readonly number[]>>;
}

/** A tensor that enters or leaves the graph. A dimension that is a word may have any size. */
export interface OnnxPort {
  readonly name: string;
  readonly dataType: OnnxType;
  readonly dims: readonly (number | string)[];
}

export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly tensors: readonly OnnxTensor[];
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
}

/** Opset 17 with IR 8: what every ONNX Runtime since 1.12 reads. */
const opset = 17;
const irVersion = 8;

type FieldRow = readonly [name: string, type: string, id: number, rule?: 'repeated'];

const fieldsOf = (...rows: readonly FieldRow[]): protobuf.IType => ({
  fields: Object.fromEntries(
    rows.map(([name, type, id, rule]) => [name, rule === undefined ? { type, id } : { type, id, rule }]),
  ),
});

const root = protobuf.Root.fromJSON({
  nested: {
    Model: fieldsOf(
      ['irVersion', 'int64', 1],
      ['producerName', 'string', 2],
      ['graph', 'Graph', 7],
      ['opsetImport', 'Opset', 8, 'repeated'],
    ),
    Opset: fieldsOf(['domain', 'string', 1], ['version', 'int64', 2]),
    Graph: fieldsOf(
      ['node', 'Node', 1, 'repeated'],
      ['name', 'string', 2],
      ['initializer', 'Tensor', 5, 'repeated'],
      ['input', 'Port', 11, 'repeated'],
      ['output', 'Port', 12, 'repeated'],
    ),
    Node: fieldsOf(
      ['input', 'string', 1, 'repeated'],
      ['output', 'string', 2, 'repeated'],
      ['name', 'string', 3],
      ['opType', 'string', 4],
      ['attribute', 'Attribute', 5, 'repeated'],
    ),
    Attribute: fieldsOf(
      ['name', 'string', 1],
      ['f', 'float', 2],
      ['i', 'int64', 3],
      ['ints', 'int64', 8, 'repeated'],
      ['type', 'int32', 20],
    ),
    Tensor: fieldsOf(
      ['dims', 'int64', 1, 'repeated'],
      ['dataType', 'int32', 2],
      ['name', 'string', 8],
      ['rawData', 'bytes', 9],
    ),
    Port: fieldsOf(['name', 'string', 1], ['type', 'PortType', 2]),
    PortType: fieldsOf(['tensorType', 'TensorType', 1]),
    TensorType: fieldsOf(['elemType', 'int32', 1], ['shape', 'Shape', 2]),
    Shape: fieldsOf(['dim', 'Dimension', 1, 'repeated']),
    Dimension: {
      oneofs: { value: { oneof: ['dimValue', 'dimParam'] } },
      ...fieldsOf(['dimValue', 'int64', 1], ['dimParam', 'string', 2]),
    },
  },
});

/** An .onnx file as a message. */
export const onnxModelType = root.lookupType('Model');

/** The graph as the bytes of an .onnx file. The same graph gives the same bytes. */
export function encodeOnnx(graph: OnnxGraph, producerName: string): Uint8Array {
  const message = {
    irVersion,
    producerName,
    opsetImport: [{ domain: '', version: opset }],
    graph: {
      name: graph.name,
      node: graph.nodes.map(({ attributes, ...node }) => ({
        ...node,
        attribute: Object.entries(attributes).map(describeAttribute),
      })),
      initializer: graph.tensors,
      input: graph.inputs.map(describePort),
      output: graph.outputs.map(describePort),
    },
  };
  const problem = onnxModelType.verify(message);
  if (problem !== null) throw new Error(`No ONNX model: ${problem}`);
  return onnxModelType.encode(onnxModelType.fromObject(message)).finish();
}

function describeAttribute([name, value]: readonly [string, number | readonly number[]]) {
  if (typeof value !== 'number') return { name, ints: value, type: attributeTypes.ints };
  return Number.isInteger(value)
    ? { name, i: value, type: attributeTypes.int }
    : { name, f: value, type: attributeTypes.float };
}

function describePort({ name, dataType, dims }: OnnxPort) {
  const dim = dims.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: dataType, shape: { dim } } } };
}
