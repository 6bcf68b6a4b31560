import type { RgbRaster } from '../domain/raster.ts';
import { buildDetectorGraph } from './buildDetectorGraph.ts';
import { type DetectorNetwork, placeMaps } from './detector.ts';
import { detectorPorts } from './detectorPorts.ts';
import { detectorRedCellPx, paddedPx } from './detectorSpec.ts';
import { encodeOnnx } from './onnxFormat.ts';
import type { OnnxFeeds } from './onnxMessages.ts';
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
  const takes = Object.keys(session.inputShapes).sort();
  if (takes.join() !== [detectorPorts.image, detectorPorts.padding].join()) {
    session.release();
    throw new Error('it was made by another version of this program; `lab quantize-detector` makes it anew');
  }
  return {
    redCellPx: detectorRedCellPx,
    scoreThreshold,
    findCells: async (image) => {
      const { [detectorPorts.outputs]: outputs } = await session.run(feedDetector(image));
      if (outputs === undefined) throw new Error('The cell finder gave no outputs');
      return { ...placeMaps(image), outputs };
    },
    dispose: session.release,
  };
}

/** An image as the graph takes it. */
export function feedDetector({ widthPx, heightPx, data }: RgbRaster): OnnxFeeds {
  const padding = BigInt64Array.from(
    [0, 0, 0, 0, 0, 0, paddedPx(heightPx) - heightPx, paddedPx(widthPx) - widthPx],
    BigInt,
  );
  return {
    [detectorPorts.image]: { type: 'uint8', data, dims: [1, heightPx, widthPx, 3] },
    [detectorPorts.padding]: { type: 'int64', data: padding, dims: [padding.length] },
  };
}
