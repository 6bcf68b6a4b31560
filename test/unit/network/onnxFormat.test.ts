import { expect, test } from 'vitest';
import { describeClassifierNetwork } from '../../../main/network/architecture.ts';
import { buildQuantizedGraph } from '../../../main/network/buildQuantizedGraph.ts';
import { createParameters, foldBatchNormalisation } from '../../../main/network/classifierParameters.ts';
import { encodeOnnx, onnxModelType } from '../../../main/network/onnxFormat.ts';

const options = { inputPx: 32, widthMultiplier: 1 / 16, batchNormalisation: true, classCount: 4, dropout: 0 };
const network = describeClassifierNetwork(options);

function aGraph() {
  const parameters = foldBatchNormalisation(network, createParameters(network, 1));
  const limits = new Map(network.layers.map(({ name }) => [name, 2]));
  return buildQuantizedGraph(network, { parameters, limits });
}

/** The bytes as plain objects, read by the library that wrote them. */
function decode(bytes: Uint8Array) {
  return onnxModelType.toObject(onnxModelType.decode(bytes), { longs: Number, arrays: true });
}

test('a graph comes back from its bytes as it was', () => {
  const graph = aGraph();
  const read = decode(encodeOnnx(graph, 'Blastscope'));
  expect(read).toMatchObject({ irVersion: 8, producerName: 'Blastscope', opsetImport: [{ version: 17 }] });
  const nodes = read.graph.node.map(({ name, opType, input, output }: Readonly<Record<string, unknown>>) => ({
    name,
    opType,
    input,
    output,
  }));
  expect(nodes).toEqual(graph.nodes.map(({ attributes: _, ...node }) => node));
  expect(read.graph.initializer).toEqual(
    graph.tensors.map((tensor) => ({ ...tensor, rawData: Buffer.from(tensor.rawData) })),
  );
  expect(read.graph.input[0]).toMatchObject({
    name: 'input',
    type: {
      tensorType: {
        elemType: 1,
        shape: { dim: [{ dimParam: 'n' }, { dimValue: 32 }, { dimValue: 32 }, { dimValue: 3 }] },
      },
    },
  });
  const pool = read.graph.node.find(({ opType }: { readonly opType: string }) => opType === 'MaxPool');
  expect(pool.attribute).toMatchObject([
    { name: 'kernel_shape', ints: [2, 2], type: 7 },
    { name: 'strides', ints: [2, 2], type: 7 },
  ]);
});

test('the same graph gives the same bytes', () => {
  expect(encodeOnnx(aGraph(), 'Blastscope')).toEqual(encodeOnnx(aGraph(), 'Blastscope'));
});

test('every convolution has whole weights, and no name stands twice', () => {
  const { nodes, tensors, inputs } = aGraph();
  expect(nodes.filter(({ opType }) => opType === 'Conv')).toHaveLength(13);
  const kernels = tensors.filter(({ name }) => name.endsWith('/kernel/quantized'));
  expect(kernels.map(({ dataType }) => dataType)).toEqual(Array(12).fill(3));
  // of the second convolution, the first with whole weights
  expect(kernels[0]?.dims).toEqual([4, 4, 3, 3]);
  const names = [
    ...nodes.flatMap(({ output }) => output),
    ...tensors.map(({ name }) => name),
    inputs[0]?.name,
  ];
  expect(new Set(names).size).toBe(names.length);
});

test('a graph that is none is refused before it is written', () => {
  const graph = aGraph();
  const bad = { ...graph, nodes: [{ ...graph.nodes[0], name: 7 }] } as unknown as typeof graph;
  expect(() => encodeOnnx(bad, 'Blastscope')).toThrow(/No ONNX model/);
});
