import { buildDetectorGraph, detectorPorts } from './buildDetectorGraph.ts';
import type { DetectorNetwork } from './detector.ts';
import { detectorPaddingPx, detectorRedCellPx, detectorStridePx } from './detectorSpec.ts';
import { encodeOnnx } from './onnxFormat.ts';
import { loadOnnxRuntime, openOnnxSession } from './onnxRuntime.ts';
import type { NamedTensor } from './weights.ts';

/** A detector that ONNX Runtime runs, in threads of its own: the caller goes on meanwhile, and several images may be under
 *  way. The same numbers as TensorFlow's to rounding.
 *  @param weights in the order of `createDetectorWeights`
 *  @param threads of each image; as many as the process has cores unless told
 *  @throws LabError 'runtime-missing' */
export async function createOnnxCellFinder(
  weights: readonly NamedTensor[],
  scoreThreshold: number,
  threads?: number,
): Promise<DetectorNetwork> {
  const ort = loadOnnxRuntime();
  const session = await openOnnxSession(encodeOnnx(buildDetectorGraph(weights), 'Blastscope'), threads);
  const integers = (...values: readonly number[]) =>
    new ort.Tensor('int64', BigInt64Array.from(values, BigInt), [values.length]);
  return {
    redCellPx: detectorRedCellPx,
    scoreThreshold,
    findCells: async ({ widthPx, heightPx, data }) => {
      const [heightCells, widthCells] = [
        Math.ceil(heightPx / detectorStridePx),
        Math.ceil(widthPx / detectorStridePx),
      ];
      const outputs = await session.run({
        [detectorPorts.image]: new ort.Tensor('uint8', data, [1, heightPx, widthPx, 3]),
        [detectorPorts.padding]: integers(0, 0, 0, 0, 0, 0, missing(heightPx), missing(widthPx)),
        [detectorPorts.mapSize]: integers(heightCells, widthCells),
      });
      const floats = (name: string): Float32Array => {
        const values = outputs[name]?.data;
        if (values instanceof Float32Array) return values;
        throw new Error(`The cell finder gave no ${name}`);
      };
      const heats = floats(detectorPorts.heats);
      const count = heightCells * widthCells;
      return {
        ...{ widthCells, heightCells, stridePx: detectorStridePx },
        whiteCell: heats.subarray(0, count),
        redCell: heats.subarray(count, 2 * count),
        whiteCellBox: floats(detectorPorts.whiteCellBox),
        redCellBox: floats(detectorPorts.redCellBox),
      };
    },
    dispose: () => {
      // its memory is given back at once; the promise only wraps that
      void session.release();
    },
  };
}

/** Rows or columns from a length to the next multiple of what the network halves to. */
function missing(lengthPx: number): number {
  return (detectorPaddingPx - (lengthPx % detectorPaddingPx)) % detectorPaddingPx;
}
