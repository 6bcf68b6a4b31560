import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabError } from '../../main/domain/labError.ts';
import { askLab } from '../e2e/askLab.ts';
import { canLaunchApp, type LaunchedApp } from '../e2e/launchApp.ts';
import { timeAppFrames, timeBareFrames } from './appFrames.ts';
import { scrollGallery } from './appGallery.ts';
import { timeLabelKeys } from './appKeys.ts';
import { type AppLab, fillAppLab } from './appLab.ts';
import { settleIn, timeLaunch } from './appLaunch.ts';
import { watchSwitches } from './appMemory.ts';
import { type FrameFigures, type KeyFigures, reportApp } from './appReport.ts';

export interface AppBenchSizes {
  /** slides of the worklist, 100 cells each */
  readonly slideCount: number;
  /** edge of the slides that are looked at */
  readonly slidePx: number;
  readonly roundCount: number;
  /** of panning and zooming a round, and of scrolling */
  readonly seconds: number;
  /** labels by key, on each slide */
  readonly keyCount: number;
  readonly launchCount: number;
  readonly switchCount: number;
}

const cellsPerSlide = 100;

/** Cells of the slides that are looked at, and the least part of OpenSeadragon's frames a second with them. */
const frameBars = [
  { cellCount: 10_000, bar: 0.8 },
  { cellCount: 100_000, bar: 0.5 },
] as const;

/** Drives the program in a real Electron over a full database, OpenSeadragon alone beside it, and prints the table.
 *  @returns whether all bars were met
 *  @throws LabError when there is no Electron, or nothing to show it on */
export async function runAppBench(sizes: AppBenchSizes): Promise<boolean> {
  if (!canLaunchApp())
    throw new LabError(
      'runtime-missing',
      'The bench needs an Electron and a display. Run "npm start" once; on a machine without a screen, apt-get install xvfb.',
    );
  const folder = mkdtempSync(join(tmpdir(), 'blastscope-bench-'));
  try {
    tell(`filling a database with ${sizes.slideCount} slides …`);
    const lab = await fillAppLab(folder, {
      ...{ slideCount: sizes.slideCount, cellsPerSlide, slidePx: sizes.slidePx },
      viewedCellCounts: frameBars.map(({ cellCount }) => cellCount),
    });
    tell('building the program …');
    await settleIn(lab.userData);
    const { launched, launchesMs } = await timeLaunches(lab, sizes.launchCount);
    try {
      const electron = (await askLab(launched.window, 'readShellAbout', {})).electronVersion;
      const frames = await measureFrames(launched, lab, sizes);
      tell('scrolling the gallery …');
      const [firstViewed] = lab.viewed;
      if (firstViewed === undefined) throw new Error('There is no slide to look at');
      const gallery = await scrollGallery(launched.window, firstViewed, sizes.seconds);
      tell('labelling by key …');
      const keys: KeyFigures[] = [];
      for (const slide of lab.viewed)
        keys.push({
          cellCount: slide.cellCount,
          ...(await timeLabelKeys(launched.window, slide, sizes.keyCount)),
        });
      tell(`${sizes.switchCount} switches of the slide …`);
      const memory = await watchSwitches(launched, lab.switched, sizes.switchCount);
      return reportApp({ electron, frames, gallery, launchesMs, keys, memory }, lab, sizes);
    } finally {
      await launched.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns the last program that was started, still running */
async function timeLaunches(
  lab: AppLab,
  count: number,
): Promise<{ readonly launched: LaunchedApp; readonly launchesMs: readonly number[] }> {
  const launchesMs: number[] = [];
  for (;;) {
    tell(`launch ${launchesMs.length + 1} of ${count}`);
    const { launched, ms } = await timeLaunch(lab.userData);
    launchesMs.push(ms);
    if (launchesMs.length >= count) return { launched, launchesMs };
    await launched.close();
  }
}

/** Sides alternate within each round and take turns in going first. */
async function measureFrames(
  { window: page }: LaunchedApp,
  lab: AppLab,
  { roundCount, seconds }: AppBenchSizes,
): Promise<readonly FrameFigures[]> {
  const figures = frameBars.map((bar) => ({
    ...bar,
    ours: [] as FrameFigures['ours'][number][],
    theirs: [] as FrameFigures['theirs'][number][],
  }));
  for (const { cellCount, ours, theirs } of figures) {
    const slide = lab.viewed.find((one) => one.cellCount === cellCount);
    if (slide === undefined) throw new Error(`There is no slide of ${cellCount} cells`);
    // where the program shows the slide; also fills both sides' caches of tiles
    const { place } = await timeAppFrames(page, slide, 1);
    await timeBareFrames(page, slide, { place, seconds: 1 });
    for (let round = 0; round < roundCount; round += 1) {
      tell(`${cellCount} cells, round ${round + 1} of ${roundCount}`);
      const sides = [
        async () => ours.push((await timeAppFrames(page, slide, seconds)).rates),
        async () => theirs.push(await timeBareFrames(page, slide, { place, seconds })),
      ];
      for (const side of round % 2 === 0 ? sides : sides.reverse()) await side();
    }
  }
  return figures;
}

function tell(what: string): void {
  process.stderr.write(`bench: ${what}\n`);
}
