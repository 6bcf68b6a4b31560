import { type OnnxGraph, type OnnxNode, type OnnxTensor, type OnnxType, onnxTypes } from './onnxFormat.ts';
import type { ByteRange, QuantizedFilters } from './quantizeTensor.ts';

type TensorValues = Float32Array | Int8Array | Uint8Array | Int32Array | BigInt64Array;

/** Collects nodes and tensors of a graph. Each call returns the name of its output. */
export interface OnnxGraphWriter {
  /** an operation with one output, which has the node's name */
  node(opType: string, name: string, input: readonly string[], attributes?: OnnxNode['attributes']): string;
  constant(name: string, dims: readonly number[], values: TensorValues): string;
  /** a row of int64: sizes, places, axes */
  integers(name: string, ...values: readonly number[]): string;
  /** an activation rounded to bytes and back
   *  @param turn moves the bytes in between, without changing any */
  rounded(
    name: string,
    activation: string,
    range: ByteRange,
    turn?: ((bytes: string) => string) | undefined,
  ): string;
  /** weights that are kept as whole numbers with a scale for each filter */
  stored(name: string, dims: readonly number[], filters: QuantizedFilters): string;
  written(): Pick<OnnxGraph, 'nodes' | 'tensors'>;
}

export function createOnnxGraphWriter(): OnnxGraphWriter {
  const nodes: OnnxNode[] = [];
  const tensors: OnnxTensor[] = [];
  const node: OnnxGraphWriter['node'] = (opType, name, input, attributes = {}) => {
    nodes.push({ name, opType, input, output: [name], attributes });
    return name;
  };
  const constant: OnnxGraphWriter['constant'] = (name, dims, values) => {
    const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    tensors.push({ name, dims, dataType: typeOf(values), rawData });
    return name;
  };
  return {
    node,
    constant,
    integers: (name, ...values) => constant(name, [values.length], BigInt64Array.from(values, BigInt)),
    rounded: (name, activation, { scale, zeroPoint }, turn = (bytes) => bytes) => {
      const steps = [
        constant(`${name}/scale`, [], Float32Array.of(scale)),
        constant(`${name}/zero`, [], Uint8Array.of(zeroPoint)),
      ];
      const quantized = node('QuantizeLinear', `${name}/quantized`, [activation, ...steps]);
      return node('DequantizeLinear', name, [turn(quantized), ...steps]);
    },
    stored: (name, dims, { values, scales }) => {
      const length = [scales.length];
      const zeros = values instanceof Int8Array ? Int8Array : Int32Array;
      const inputs = [
        constant(`${name}/quantized`, dims, values),
        constant(`${name}/scale`, length, scales),
        constant(`${name}/zero`, length, new zeros(scales.length)),
      ];
      return node('DequantizeLinear', name, inputs, { axis: 0 });
    },
    written: () => ({ nodes, tensors }),
  };
}

function typeOf(values: TensorValues): OnnxType {
  if (values instanceof Float32Array) return onnxTypes.float;
  if (values instanceof Int8Array) return onnxTypes.int8;
  if (values instanceof BigInt64Array) return onnxTypes.int64;
  return values instanceof Uint8Array ? onnxTypes.uint8 : onnxTypes.int32;
}
