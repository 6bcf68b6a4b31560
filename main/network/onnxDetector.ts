import type { RgbRaster } from '../domain/raster.ts';
import { buildDetectorGraph, detectorPorts } from './buildDetectorGraph.ts';
import type { DetectorNetwork } from './detector.ts';
import { detectorPaddingPx, detectorRedCellPx, detectorStridePx } from './detectorSpec.ts';
import { encodeOnnx } from './onnxFormat.ts';
import type { OnnxFeed, OnnxFeeds } from './onnxMessages.ts';
import { openOnnxSession } from './onnxSession.ts';
import type { NamedTensor } from './weights.ts';

/** A detector in float32 that ONNX Runtime runs. The same numbers as TensorFlow's to rounding.
 *  @param weights in the order of `createDetectorWeights`
 *  @throws LabError 'runtime-missing' */
export function createOnnxCellFinder(
  weights: readonly NamedTensor[],
  scoreThreshold: number,
): Promise<DetectorNetwork> {
  return openOnnxDetector(encodeOnnx(buildDetectorGraph(weights), 'Blastscope'), scoreThreshold);
}

/** A detector that ONNX Runtime runs in a thread of its own: the caller goes on meanwhile, and several images may be under
 *  way.
 *  @param onnx a graph of buildDetectorGraph
 *  @throws LabError 'runtime-missing'; Error of ONNX Runtime when the graph is none */
export async function openOnnxDetector(onnx: Uint8Array, scoreThreshold: number): Promise<DetectorNetwork> {
  const session = await openOnnxSession(onnx);
  return {
    redCellPx: detectorRedCellPx,
    scoreThreshold,
    findCells: async (image) => {
      const outputs = await session.run(feedDetector(image));
      const floats = (name: string): Float32Array => {
        const values = outputs[name];
        if (values === undefined) throw new Error(`The cell finder gave no ${name}`);
        return values;
      };
      const { heightCells, widthCells } = sizeOfMaps(image);
      const count = heightCells * widthCells;
      const heats = floats(detectorPorts.heats);
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

/** An image as the graph takes it. */
export function feedDetector(image: RgbRaster): OnnxFeeds {
  const { widthPx, heightPx, data } = image;
  const { heightCells, widthCells } = sizeOfMaps(image);
  return {
    [detectorPorts.image]: { type: 'uint8', data, dims: [1, heightPx, widthPx, 3] },
    [detectorPorts.padding]: integers(0, 0, 0, 0, 0, 0, missing(heightPx), missing(widthPx)),
    [detectorPorts.mapSize]: integers(heightCells, widthCells),
  };
}

function sizeOfMaps({ widthPx, heightPx }: RgbRaster) {
  return {
    heightCells: Math.ceil(heightPx / detectorStridePx),
    widthCells: Math.ceil(widthPx / detectorStridePx),
  };
}

function integers(...values: readonly number[]): OnnxFeed {
  return { type: 'int64', data: BigInt64Array.from(values, BigInt), dims: [values.length] };
}

/** Rows or columns from a length to the next multiple of what the network halves to. */
function missing(lengthPx: number): number {
  return (detectorPaddingPx - (lengthPx % detectorPaddingPx)) % detectorPaddingPx;
}
