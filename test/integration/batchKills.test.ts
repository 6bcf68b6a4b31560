import { spawn } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkIntegrity } from '../../main/database/checkDatabase.ts';
import { openDatabase } from '../../main/database/open.ts';
import { listSlides } from '../../main/database/slides.ts';
import { createRandom } from '../../main/domain/randomNumbers.ts';
import { cellsIn } from '../helpers/aBatch.ts';
import { aScratchFolder, aSmearFolder } from '../helpers/aSmearFolder.ts';
import { computeProcessesOf } from '../helpers/computeProcessesOf.ts';
import { drawOnce, type ScanMaterial } from '../helpers/drawOnce.ts';
import { runLab, startLab } from '../helpers/runLab.ts';

/** So often a batch is killed; a hundred times take a quarter of an hour: BLASTSCOPE_KILL_RUNS=100. */
const killRuns = Number(process.env.BLASTSCOPE_KILL_RUNS ?? 2);
const slideCount = 20;
const reviewScript = join(import.meta.dirname, '../helpers/appendReviewsUntilKilled.ts');

let material: ScanMaterial;

beforeAll(async () => {
  material = await drawOnce();
});

afterAll(() => material.dispose());

/** A database with one scanned slide, for the reviewer, and twenty in the queue. */
async function aQueuedLab() {
  const database = join(await aScratchFolder(), 'lab.db');
  const db = ['--db', database];
  const model = ['--model', material.modelFolder];
  await runLab(['batch', 'add', await aSmearFolder(material.fields, { 'reviewed-slide': 2 }), ...db]);
  await runLab(['batch', 'run', ...db, ...model]);
  const counts = Object.fromEntries(
    Array.from({ length: slideCount }, (_, at) => [`smear-${String(at).padStart(2, '0')}`, 1 + (at % 3)]),
  );
  await runLab(['batch', 'add', await aSmearFolder(material.fields, counts), ...db]);
  return { database, model };
}

function stateOf(database: string) {
  const db = openDatabase(database);
  try {
    return {
      integrity: checkIntegrity(db),
      slides: listSlides(db).map(({ name, state }) => `${name} ${state}`),
      scanCounts: db.prepare('SELECT count(*) FROM scans GROUP BY slide_id').pluck().all(),
      openJobs: db
        .prepare("SELECT count(*) FROM scan_jobs WHERE state IN ('waiting', 'running')")
        .pluck()
        .get(),
      reviewIds: new Set(db.prepare('SELECT id FROM reviews').pluck().all()),
    };
  } finally {
    db.close();
  }
}

/** Reviews until it is killed. @returns the ids of the reviews that were acknowledged */
function startReviewer(database: string): { readonly stop: () => Promise<readonly string[]> } {
  const child = spawn(process.execPath, [reviewScript, database, '20'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  return {
    async stop() {
      child.kill('SIGKILL');
      await closed;
      return text.split('\n').slice(0, -1); // the last line may be cut
    },
  };
}

/** Kills the station or, as often, its compute process. */
async function killOne(stationPid: number, isStation: boolean): Promise<void> {
  if (isStation) {
    process.kill(stationPid, 'SIGKILL');
    return;
  }
  for (const pid of await computeProcessesOf(stationPid)) process.kill(pid, 'SIGKILL');
}

test.skipIf(process.platform !== 'linux')(
  `killed at ${killRuns} random moments, with a reviewer at work, a batch loses nothing and does nothing twice`,
  { timeout: 120_000 + killRuns * 60_000 },
  async () => {
    const { database, model } = await aQueuedLab();
    const undisturbed = join(await aScratchFolder(), 'undisturbed.db');
    await copyFile(database, undisturbed);
    expect(await runLab(['batch', 'run', '--db', undisturbed, ...model])).toMatchObject({ code: 0 });
    const wanted = cellsIn(undisturbed);
    const random = createRandom(17);
    for (let run = 0; run < killRuns; run += 1) {
      const killed = join(await aScratchFolder(), 'lab.db');
      await copyFile(database, killed);
      const reviewer = startReviewer(killed);
      const station = startLab(['batch', 'run', '--db', killed, ...model]);
      await new Promise((resolve) => setTimeout(resolve, 500 + random() * 8000));
      const { pid } = station.process;
      if (pid !== undefined && station.process.exitCode === null) await killOne(pid, run % 2 === 0);
      await station.exit;
      const acknowledged = await reviewer.stop();
      const last = await runLab(['batch', 'run', '--db', killed, ...model]);
      expect(last.code, last.stderr).toBe(0);
      const { reviewIds, ...state } = stateOf(killed);
      expect(state).toEqual({
        integrity: { isIntact: true, problems: [] },
        slides: expect.arrayContaining([expect.stringMatching(/scanned$/)]),
        scanCounts: Array.from({ length: slideCount + 1 }, () => 1),
        openJobs: 0,
      });
      expect(cellsIn(killed)).toEqual(wanted);
      expect(acknowledged.filter((id) => !reviewIds.has(id))).toEqual([]);
    }
  },
);
