import type { RgbRaster } from '../domain/raster.ts';
import { buildDetectorGraph } from './buildDetectorGraph.ts';
import { type DetectorRanges, watchedOutput } from './detectorPorts.ts';
import { feedDetector } from './onnxDetector.ts';
import { encodeOnnx } from './onnxFormat.ts';
import { openOnnxSession } from './onnxSession.ts';
import type { NamedTensor } from './weights.ts';

/** Watches how large the activations of a detector become. Holds a session: whoever creates it disposes of it. */
export interface DetectorMeter {
  /** @param image at the network's scale */
  add(image: RgbRaster): Promise<void>;
  /** Least and most that was seen. */
  ranges(): DetectorRanges;
  dispose(): void;
}

/** @param weights in the order of `createDetectorWeights`
 *  @throws LabError 'runtime-missing' */
export async function createDetectorMeter(weights: readonly NamedTensor[]): Promise<DetectorMeter> {
  const graph = buildDetectorGraph(weights, { kind: 'watched' });
  const names = graph.nodes.filter(({ opType }) => opType === 'Identity').map(({ name }) => name);
  const session = await openOnnxSession(encodeOnnx(graph, 'Blastscope'));
  const seen = new Map<string, { readonly least: number; readonly most: number }>();
  return {
    add: async (image) => {
      const outputs = await session.run(feedDetector(image));
      for (const name of names) {
        const before = seen.get(name) ?? { least: 0, most: 0 };
        const end = (which: 'least' | 'most') => outputs[watchedOutput(name, which)]?.[0] ?? Number.NaN;
        seen.set(name, {
          least: Math.min(before.least, end('least')),
          most: Math.max(before.most, end('most')),
        });
      }
    },
    ranges: () => seen,
    dispose: session.release,
  };
}
