import { chooseSampleSpots } from '../detection/chooseSampleSpots.ts';
import { estimateRedCellDiameter, supposedDiameter } from '../detection/estimateRedCellDiameter.ts';
import type { SmearArea } from '../detection/findSmearArea.ts';
import type { PixelBox } from '../domain/cell.ts';
import type { FieldFailure } from '../domain/slide.ts';
import type { SlideSource } from '../slides/slideSource.ts';
import { breathe, readAhead } from './readAhead.ts';
import type { Overview } from './readOverview.ts';
import { readScaled } from './readScaled.ts';
import { refuseUnreadable } from './refuseUnreadable.ts';
import type { ScanTools } from './searchField.ts';

/** Edge of a spot at full resolution: 28 red cells under a 100x objective, 140 under a 20x one. */
const spotEdgePx = 2048;

/** The ruler is the median over this many spots, found among so many. */
const wantedSpots = 5;
const triedSpots = 15;

const fullResolution = { level: 0, factor: 1, scale: 1 } as const;

/** Median width of the red cells at several spots of a continuous slide, full-resolution pixels; fewer or none
 *  where few or no spots show red cells.
 *  @throws LabError 'slide-unreadable' | 'file-missing' | 'cancelled' */
export async function measurePlaneRedCells(
  source: SlideSource,
  { overview, area }: { readonly overview: Overview; readonly area: SmearArea },
  tools: ScanTools,
): Promise<readonly number[]> {
  const spots = chooseSampleSpots(overview.pixels, area, {
    edgePx: spotEdgePx / overview.scale,
    count: triedSpots,
  });
  const readings = readAhead(
    spots,
    () => source.info.name,
    (spot) =>
      readScaled(source, { box: spotBox(spot, overview.scale, source), at: fullResolution }, tools.signal),
  );
  const measuredPx: number[] = [];
  const failures: FieldFailure[] = [];
  for await (const reading of readings) {
    if (!reading.ok) {
      failures.push(reading.failure);
      continue;
    }
    await breathe(tools.signal);
    const diameterPx = await tools.other.timeAsync(() =>
      estimateRedCellDiameter(reading.pixels.pixels, tools.finder, supposedDiameter(measuredPx)),
    );
    if (diameterPx !== undefined) measuredPx.push(diameterPx);
    if (measuredPx.length === wantedSpots) break;
  }
  if (failures.length === spots.length) refuseUnreadable(failures, source);
  return measuredPx;
}

/** The middle of a spot at full resolution, moved into the slide where it would reach beyond. */
function spotBox(spot: PixelBox, scale: number, { info }: SlideSource): PixelBox {
  const widthPx = Math.min(spotEdgePx, info.widthPx);
  const heightPx = Math.min(spotEdgePx, info.heightPx);
  const centreX = (spot.xPx + spot.widthPx / 2) * scale;
  const centreY = (spot.yPx + spot.heightPx / 2) * scale;
  return {
    xPx: Math.round(Math.min(info.widthPx - widthPx, Math.max(0, centreX - widthPx / 2))),
    yPx: Math.round(Math.min(info.heightPx - heightPx, Math.max(0, centreY - heightPx / 2))),
    widthPx,
    heightPx,
  };
}
