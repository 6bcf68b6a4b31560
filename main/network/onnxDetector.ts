import { buildDetectorGraph, detectorPorts } from './buildDetectorGraph.ts';
import type { DetectorNetwork } from './detector.ts';
import { detectorPaddingPx, detectorRedCellPx, detectorStridePx } from './detectorSpec.ts';
import { encodeOnnx } from './onnxFormat.ts';
import type { OnnxFeed } from './onnxMessages.ts';
import { openOnnxSession } from './onnxSession.ts';
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
  const session = await openOnnxSession(encodeOnnx(buildDetectorGraph(weights), 'Blastscope'), threads);
  return {
    redCellPx: detectorRedCellPx,
    scoreThreshold,
    findCells: async ({ widthPx, heightPx, data }) => {
      const [heightCells, widthCells] = [
        Math.ceil(heightPx / detectorStridePx),
        Math.ceil(widthPx / detectorStridePx),
      ];
      const outputs = await session.run({
        [detectorPorts.image]: { type: 'uint8', data, dims: [1, heightPx, widthPx, 3] },
        [detectorPorts.padding]: integers(0, 0, 0, 0, 0, 0, missing(heightPx), missing(widthPx)),
        [detectorPorts.mapSize]: integers(heightCells, widthCells),
      });
      const floats = (name: string): Float32Array => {
        const values = outputs[name];
        if (values === undefined) throw new Error(`The cell finder gave no ${name}`);
        return values;
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
    dispose: session.release,
  };
}

function integers(...values: readonly number[]): OnnxFeed {
  return { type: 'int64', data: BigInt64Array.from(values, BigInt), dims: [values.length] };
}

/** Rows or columns from a length to the next multiple of what the network halves to. */
function missing(lengthPx: number): number {
  return (detectorPaddingPx - (lengthPx % detectorPaddingPx)) % detectorPaddingPx;
}
