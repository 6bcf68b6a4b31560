import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { verifyAuditChain } from '../../main/database/audit.ts';
import { checkIntegrity } from '../../main/database/checkDatabase.ts';
import { openDatabase } from '../../main/database/open.ts';
import { cellIdAt } from '../../main/domain/cellTable.ts';
import { askLab, until, untilScanned } from './askLab.ts';
import { canLaunchApp, type LaunchedApp, launchApp } from './launchApp.ts';
import { findProcesses, killHard } from './processes.ts';

/* Whatever dies while a person labels and slides are scanned: what was said to be stored is stored. */

const userData = mkdtempSync(join(tmpdir(), 'blastscope-kills-'));
afterAll(() => rmSync(userData, { recursive: true, force: true }));

test.skipIf(!canLaunchApp())(
  'station, compute and the program itself are killed while labelling and scanning, and nothing is lost @smoke',
  async () => {
    let app = await launchApp({ userData });
    await askLab(app.window, 'updateSettings', {
      person: { name: 'K. Iller', role: 'technologist' },
      isTourDone: true,
    });
    await askLab(app.window, 'addDemoSlides', {});
    await until('the first slide is scanned', async () => (await scannedSlides(app.window)).length > 0);

    // compute in the middle of a scan: the slide is tried again
    const [compute] = findProcesses(pidOf(app), 'computeProcess');
    if (compute !== undefined) await killHard(compute);

    // the station in the middle of labelling: it comes back by itself
    const acknowledged = new Map<string, string>();
    const [slideId] = await scannedSlides(app.window);
    if (slideId === undefined) throw new Error('No slide was scanned');
    const kill = killSoon(app, 'stationProcess');
    await labelUntilRefused(app.window, slideId, acknowledged);
    await kill;
    await until(
      'the station is back',
      async () => (await askLab(app.window, 'readStationState', {})) === 'running',
    );
    await expectStored(app.window, slideId, acknowledged);

    // the program itself: its station leaves with it, and the next start goes on
    const labelling = labelUntilRefused(app.window, slideId, acknowledged).catch(() => undefined);
    await new Promise((resume) => setTimeout(resume, 1200));
    const [station] = findProcesses(pidOf(app), 'stationProcess');
    process.kill(pidOf(app), 'SIGKILL');
    await labelling;
    if (station !== undefined)
      await until('the station has left', async () => findProcesses(station, '').length === 0);

    app = await launchApp({ userData });
    await untilScanned(app.window);
    expect(await scannedSlides(app.window)).toHaveLength(3);
    await expectStored(app.window, slideId, acknowledged);
    expect(acknowledged.size).toBeGreaterThan(10);
    await app.close();

    const db = openDatabase(join(userData, 'lab', 'lab.db'));
    expect(checkIntegrity(db)).toEqual({ isIntact: true, problems: [] });
    expect(verifyAuditChain(db).isIntact).toBe(true);
    db.close();
  },
);

type SlideIds = Awaited<ReturnType<typeof scannedSlides>>;

async function scannedSlides(page: Page) {
  const { rows } = await askLab(page, 'listWorklist', {});
  return rows.filter(({ scan }) => scan !== undefined).map((row) => row.slideId);
}

/** Labels cell after cell and notes what the lab says is stored, until it says no more. */
async function labelUntilRefused(
  page: Page,
  slideId: SlideIds[number],
  acknowledged: Map<string, string>,
): Promise<void> {
  const table = await askLab(page, 'readCells', { slideId });
  const ids = Array.from({ length: Object.keys(table.ids).length }, (_, row) => cellIdAt(table, row));
  const verdicts = ['pro-b', 'benign', 'unidentified'] as const;
  for (let count = 0; count < 500; count += 1) {
    const cellId = ids[count % ids.length];
    const verdict = verdicts[(count + acknowledged.size) % verdicts.length];
    if (cellId === undefined || verdict === undefined) throw new Error('The slide has no cells');
    try {
      await askLab(page, 'labelCells', { slideId, cellIds: [cellId], verdict });
    } catch {
      // what was not acknowledged may be stored or not
      acknowledged.delete(cellId);
      return;
    }
    acknowledged.set(cellId, verdict);
  }
}

async function killSoon(app: LaunchedApp, word: string): Promise<void> {
  await new Promise((resume) => setTimeout(resume, 1200));
  const [pid] = findProcesses(pidOf(app), word);
  if (pid === undefined) throw new Error(`There is no process ${word}`);
  await killHard(pid);
}

async function expectStored(
  page: Page,
  slideId: SlideIds[number],
  acknowledged: ReadonlyMap<string, string>,
) {
  for (const [cellId, verdict] of acknowledged) {
    const { reviews } = await askLab(page, 'readCellHistory', { slideId, cellId: cellId as never });
    expect(reviews.at(-1)?.verdict).toBe(verdict);
  }
}

function pidOf({ app }: LaunchedApp): number {
  const { pid } = app.process();
  if (pid === undefined) throw new Error('The program has no process');
  return pid;
}
