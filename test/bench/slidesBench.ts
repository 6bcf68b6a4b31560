import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { listDeepZoomLevels } from '../../main/domain/deepZoom.ts';
import type { SlideEntry } from '../../main/domain/slide.ts';
import { sharp } from '../../main/slides/sharpLibrary.ts';
import { createStationClient } from '../../main/station/stationClient.ts';
import { drawMosaicSlide } from './drawMosaicSlide.ts';
import { ensurePythonVenv } from './pythonVenv.ts';
import { rotate } from './roundStatistics.ts';
import { measureScanThroughput } from './scanThroughput.ts';
import { reportSlides, type SlidesBenchSizes, type SlidesFigures, type WalkFigures } from './slidesReport.ts';
import { measureTileMemory } from './tileMemory.ts';
import {
  startDeepZoomPeer,
  type TileForm,
  type WalkLatencies,
  walkThroughPeer,
  walkThroughStation,
} from './tileRounds.ts';
import { listViewerWalk, type WalkTile } from './viewerWalk.ts';

const realSlide = fileURLToPath(new URL('../../../shared/data/wsi/CMU-1-Small-Region.svs', import.meta.url));

/** OpenSeadragon's usual cut, and the one that OpenSlide's tools make. */
const forms: readonly TileForm[] = [
  { tilePx: 256, overlapPx: 0, quality: 85 },
  { tilePx: 254, overlapPx: 1, quality: 85 },
];

/** A mean difference of pixels that two filters and two encoders make, most of it on levels of a few pixels (8);
 *  another place differs by 25 and more. */
const checkTolerance = 12;

const leastComparedPx = 64;

/** In which the next reader's process gets ready. */
const betweenOpeningsMs = 700;

interface BenchSlide {
  readonly entry: SlideEntry;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Times tiles through the station against OpenSlide's DeepZoomGenerator, rounds alternating, watches memory, times
 *  opening, and prints the table.
 *  @returns whether all bars were met
 *  @throws LabError when a peer cannot run; Error when the two sides do not show the same */
export async function runSlidesBench(sizes: SlidesBenchSizes): Promise<boolean> {
  const python = ensurePythonVenv(import.meta.dirname);
  const folder = mkdtempSync(join(tmpdir(), 'blastscope-bench-'));
  try {
    const path = join(folder, 'mosaic.tif');
    process.stderr.write(`bench: drawing a slide of ${sizes.slidePx} x ${sizes.slidePx} px …\n`);
    const madeOf = await drawMosaicSlide(path, { widthPx: sizes.slidePx, heightPx: sizes.slidePx });
    const madeSlide = `${madeOf}, ${(statSync(path).size / 1e6).toFixed(0)} MB`;
    const slides = await Promise.all([path, realSlide].filter((one) => existsSync(one)).map(describeSlide));
    const [mosaic] = slides;
    if (mosaic === undefined) throw new Error('The slide was not drawn');
    const peerName = await assertSameTiles(python, slides);
    const walks = await runWalks(python, slides, sizes);
    process.stderr.write(`bench: memory over ${sizes.memoryTiles} tiles …\n`);
    const memory = await measureTileMemory(mosaic.entry, mosaic, sizes.memoryTiles);
    process.stderr.write(`bench: ${sizes.openings} openings …\n`);
    const openings = await timeOpenings(python, mosaic, sizes.openings);
    process.stderr.write('bench: scanning …\n');
    const threads = { roundCount: sizes.scanRounds, threadCount: availableParallelism() };
    const scan = await measureScanThroughput(python, mosaic.entry, threads);
    const figures: SlidesFigures = { madeSlide, peerName, walks, memory, openings, scan };
    return reportSlides(figures, sizes);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function describeSlide(path: string): Promise<BenchSlide> {
  const station = createStationClient();
  try {
    const entry: SlideEntry = { name: basename(path), path, kind: 'image-file' };
    const { widthPx, heightPx } = (await station.openSlide(entry)).descriptor;
    return { entry, widthPx, heightPx };
  } finally {
    await station.dispose();
  }
}

async function runWalks(
  python: string,
  slides: readonly BenchSlide[],
  sizes: SlidesBenchSizes,
): Promise<readonly WalkFigures[]> {
  const walks = slides.flatMap((slide) =>
    forms.map((form) => ({ slide, form, ours: [] as WalkLatencies[], theirs: [] as WalkLatencies[] })),
  );
  for (let round = 0; round < sizes.roundCount; round += 1) {
    process.stderr.write(`bench: round ${round + 1} of ${sizes.roundCount}\n`);
    for (const { slide, form, ours, theirs } of walks) {
      const tiles = listViewerWalk({ slide, tilePx: form.tilePx, tileCount: sizes.walkTiles, seed: round });
      const sides = [
        async () => ours.push(await walkThroughStation(slide.entry, form, tiles)),
        async () => theirs.push(await walkThroughPeer(python, slide.entry.path, { form, tiles })),
      ];
      for (const side of rotate(sides, round)) await side();
    }
  }
  return walks.map(({ slide, form, ours, theirs }) => ({ slideName: slide.entry.name, form, ours, theirs }));
}

/** A peer that shows something else is no peer.
 *  @returns the peer's name and version
 *  @throws Error when a tile of the two sides differs in size or beyond what coding does */
async function assertSameTiles(python: string, slides: readonly BenchSlide[]): Promise<string> {
  let name = '';
  for (const slide of slides) {
    const station = createStationClient();
    const peer = await startDeepZoomPeer(python, slide.entry.path);
    name = peer.name;
    try {
      const { handle } = await station.openSlide(slide.entry);
      for (const form of forms) {
        for (const tile of pickTiles(slide, form)) {
          const ours = await station.readTile(handle, { ...tile, ...form });
          if (ours.kind !== 'picture') throw new Error('A tile that was never asked for is said to be known');
          await assertSamePixels(ours.jpeg, await peer.show(form, tile), JSON.stringify({ tile, form }));
        }
      }
    } finally {
      await Promise.all([station.dispose(), peer.dispose()]);
    }
  }
  return name;
}

/** One tile of each level, at places that differ. On the lowest ones OpenSlide's tiles lack pixels: Pillow keeps
 *  the sides' ratio where DeepZoom rounds each up. */
function pickTiles(slide: BenchSlide, { tilePx }: TileForm): readonly WalkTile[] {
  const levels = listDeepZoomLevels(slide, tilePx);
  const walk = listViewerWalk({ slide, tilePx, tileCount: 200, seed: 99 });
  const compared = walk.filter(({ level }) => (levels[level]?.widthPx ?? 0) >= leastComparedPx);
  return [...new Map(compared.map((tile) => [tile.level, tile])).values()];
}

async function assertSamePixels(ours: Uint8Array, theirs: Uint8Array, what: string): Promise<void> {
  const [a, b] = await Promise.all(
    [ours, theirs].map((jpeg) => sharp(jpeg).raw().toBuffer({ resolveWithObject: true })),
  );
  if (a === undefined || b === undefined) throw new Error('Two tiles are compared');
  const isSameSize = a.info.width === b.info.width && a.info.height === b.info.height;
  const sum = a.data.reduce((total, value, i) => total + Math.abs(value - (b.data[i] ?? 0)), 0);
  const difference = sum / a.data.length;
  if (isSameSize && difference <= checkTolerance) return;
  throw new Error(
    `The sides show another tile at ${what}: ${a.info.width} x ${a.info.height} and ${b.info.width} x ${b.info.height} px, mean difference ${difference.toFixed(1)}`,
  );
}

/** Opens and closes a slide again and again in one station; theirs is the time of OpenSlide() alone. */
async function timeOpenings(python: string, { entry }: BenchSlide, count: number) {
  const peer = await startDeepZoomPeer(python, entry.path);
  const station = createStationClient();
  try {
    const ours: number[] = [];
    await station.closeSlide((await station.openSlide(entry)).handle);
    for (let i = 0; i < count; i += 1) {
      await pause(betweenOpeningsMs);
      const startedAt = performance.now();
      const { handle } = await station.openSlide(entry);
      ours.push(performance.now() - startedAt);
      await station.closeSlide(handle);
    }
    return { ours, theirs: await peer.timeOpenings(count) };
  } finally {
    await Promise.all([station.dispose(), peer.dispose()]);
  }
}
