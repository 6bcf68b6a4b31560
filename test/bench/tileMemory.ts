import type { SlideEntry } from '../../main/domain/slide.ts';
import { createStationClient } from '../../main/station/stationClient.ts';
import { listChildPids, readMemory } from './processMemory.ts';
import { computeMemoryTrend, type MemorySample, type MemoryTrend } from './scanFigures.ts';
import { timeTiles } from './tileRounds.ts';
import { listViewerWalk } from './viewerWalk.ts';

/** The station's memory for tiles in this part of the bench: full after a fifth of them, so that what grows then
 *  is no cache that fills. */
const memoryBytes = 32 * 2 ** 20;

/** Cuts of the same slide whose tiles all differ. */
const tileEdges = [254, 256, 250, 246] as const;

const sampleEveryMs = 50;

/** Tiles counted as one in the trend. */
const tilesPerStep = 100;

export interface TileMemory {
  readonly tileCount: number;
  readonly trend: MemoryTrend | undefined;
  readonly peakStationBytes: number;
  readonly peakReaderBytes: number;
}

/** Reads distinct tiles through one station and samples the memory of station and readers together. */
export async function measureTileMemory(
  entry: SlideEntry,
  slide: { readonly widthPx: number; readonly heightPx: number },
  tileCount: number,
): Promise<TileMemory> {
  const station = createStationClient({ memoryBytes });
  const samples: MemorySample[] = [];
  let doneCount = 0;
  const peaks = { station: 0, readers: 0 };
  const sample = () => {
    const memory = readStationMemory(station.pid);
    if (memory === undefined) return;
    const { stationBytes, readerBytes } = memory;
    const finishedSlides = Math.floor(doneCount / tilesPerStep);
    samples.push({ finishedSlides, stationBytes, computeBytes: readerBytes });
    peaks.station = Math.max(peaks.station, stationBytes);
    peaks.readers = Math.max(peaks.readers, readerBytes);
  };
  const sampler = setInterval(sample, sampleEveryMs);
  try {
    const opened = await station.openSlide(entry);
    for (const tilePx of tileEdges) {
      const left = tileCount - doneCount;
      const tiles = listViewerWalk({ slide, tilePx, tileCount: left, seed: tilePx });
      const form = { tilePx, overlapPx: 1, quality: 85 };
      await timeTiles(station, opened, {
        form,
        tiles,
        onTile: () => {
          doneCount += 1;
        },
      });
    }
  } finally {
    clearInterval(sampler);
    await station.dispose();
  }
  const trend = computeMemoryTrend(samples, Math.floor(doneCount / tilesPerStep));
  return { tileCount: doneCount, trend, peakStationBytes: peaks.station, peakReaderBytes: peaks.readers };
}

/** Of the station and all its readers, the spare one as well; undefined before it is there. */
function readStationMemory(pid: number | undefined) {
  const station = pid === undefined ? undefined : readMemory(pid);
  if (pid === undefined || station === undefined) return undefined;
  const readers = listChildPids(pid).map((child) => readMemory(child)?.rssBytes ?? 0);
  return { stationBytes: station.rssBytes, readerBytes: readers.reduce((sum, bytes) => sum + bytes, 0) };
}
