import { openSlide } from '../slides/openSlide.ts';
import type { JobContext } from './jobContext.ts';
import { limitDispose } from './limitRead.ts';
import type { ScanSlideRequest, ScanSlideResult } from './messages.ts';
import { scanCameraFields } from './scanCameraFields.ts';
import { scanPlane } from './scanPlane.ts';
import { createStopwatch, timeCellFinder } from './stopwatch.ts';

/** Finds and classifies the white cells of a slide, all or until the goal is reached: camera images one after the
 *  other, a continuous slide by its best fields first. Only cells stay in memory.
 *  @throws LabError 'slide-unreadable' | 'file-missing' | 'image-too-large' | 'openslide-missing' when nothing of
 *  the slide can be read
 *  @throws LabError 'scale-unknown' when no red cell could be measured and nothing states the scale
 *  @throws LabError 'model-unknown' | 'model-corrupt' | 'engine-unavailable' | 'cancelled' */
export async function scanSlide(request: ScanSlideRequest, context: JobContext): Promise<ScanSlideResult> {
  const startedAt = performance.now();
  const [networks, other] = [createStopwatch(), createStopwatch()];
  const classifier = await context.models.classifier(request.modelFolder, request.engine);
  const finder = timeCellFinder(await context.models.cellFinder(), networks);
  const tools = { classifier, finder, networks, other, signal: context.signal };
  const source = await openSlide(request.slide, context.signal);
  try {
    const work = { request, tools, onProgress: context.onProgress };
    const { fields: placed } = source.info;
    const { ruler, decodeMs, warnings, ...found } =
      placed === undefined ? await scanPlane(source, work) : await scanCameraFields(source, placed, work);
    return {
      ...found,
      engine: classifier.engine,
      redCellDiameterPx: ruler.redCellDiameterPx,
      pixelSize: ruler.pixelSize,
      cellGoal: request.cellGoal,
      warnings: [...ruler.warnings, ...warnings],
      timings: {
        totalMs: performance.now() - startedAt,
        decodeMs,
        networksMs: networks.totalMs(),
        otherMs: other.totalMs() - networks.totalMs(),
      },
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    };
  } finally {
    await limitDispose(source.dispose());
  }
}
