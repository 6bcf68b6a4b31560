import { setTimeout as pause } from 'node:timers/promises';
import type { LaunchedApp } from '../e2e/launchApp.ts';
import type { ViewedSlide } from './appLab.ts';
import { openFresh, switchSlide, untilViewed } from './appPages.ts';

/** The window's memory after so many switches, rubbish collected. */
export interface MemoryReading {
  readonly switches: number;
  readonly heapBytes: number;
  readonly nodeCount: number;
  readonly listenerCount: number;
  /** of the whole process: pictures, canvases and code as well; the system takes it back when it likes */
  readonly residentBytes: number;
}

/** In which tiles come, as when a person looks. */
const lookingMs = 150;

const readingCount = 10;

/** Goes from slide to slide in the viewer.
 *  @returns ten readings, evenly spread; the first after a tenth of the switches */
export async function watchSwitches(
  { app, window: page }: LaunchedApp,
  slides: readonly ViewedSlide[],
  switchCount: number,
): Promise<readonly MemoryReading[]> {
  const [first] = slides;
  if (first === undefined) throw new Error('There are no slides to switch between');
  await openFresh(page, `/slide/${first.slideId}`);
  await untilViewed(page, first.name);
  const devTools = await page.context().newCDPSession(page);
  const read = async (switches: number): Promise<MemoryReading> => {
    // twice: what finalisers let go of is collected as well
    for (let time = 0; time < 2; time += 1) await devTools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await devTools.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await devTools.send('Memory.getDOMCounters');
    const residentKilobytes = await app.evaluate(({ app: electron, BrowserWindow }) => {
      const pid = BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId();
      return electron.getAppMetrics().find((one) => one.pid === pid)?.memory.workingSetSize ?? 0;
    });
    return {
      switches,
      heapBytes: usedSize,
      nodeCount: nodes,
      listenerCount: jsEventListeners,
      residentBytes: residentKilobytes * 1024,
    };
  };
  const readings: MemoryReading[] = [];
  const every = Math.max(1, Math.floor(switchCount / readingCount));
  for (let done = 1; done <= switchCount; done += 1) {
    const slide = slides[done % slides.length] ?? first;
    await switchSlide(page, slide.slideId);
    await untilViewed(page, slide.name);
    await pause(lookingMs);
    if (done % every === 0) readings.push(await read(done));
  }
  await devTools.detach();
  return readings;
}
