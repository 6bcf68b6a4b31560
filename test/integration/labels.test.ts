import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { verifyAuditChain } from '../../main/database/audit.ts';
import { listCells } from '../../main/database/cells.ts';
import { checkIntegrity } from '../../main/database/checkDatabase.ts';
import { drawCell, labelCells, readLabelHistory, undoLabels } from '../../main/database/labelCells.ts';
import { openDatabase } from '../../main/database/open.ts';
import { readRevision, readStandingSums, rebuildTally } from '../../main/database/tallies.ts';
import { createRandom } from '../../main/domain/randomNumbers.ts';
import { strewnCells } from '../helpers/fillLab.ts';
import { cellsInRow, recordTwoFields } from '../helpers/labRecords.ts';
import { aTempFolder, openTempDatabase } from '../helpers/openTempDatabase.ts';
import { runLab } from '../helpers/runLab.ts';

test('killed with SIGKILL in the middle of labelling, every acknowledged action is whole and none is half there', async () => {
  const path = join(aTempFolder(), 'lab.db');
  const db = openDatabase(path);
  const random = createRandom(5);
  const cells = strewnCells(20_000, { widthPx: 2000, heightPx: 1500 }, random);
  const { slideId, scanId } = recordTwoFields(db, cells);
  db.close();
  const acknowledged: string[] = [];
  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
    const script = join(import.meta.dirname, '../helpers/labelUntilKilled.ts');
    const child = spawn(process.execPath, [script, path, String(seed)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    const closed = once(child, 'close');
    let said = '';
    const started = new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        resolve();
      });
    });
    await Promise.race([started, closed]);
    await wait(random() * 400);
    child.kill('SIGKILL');
    await closed;
    acknowledged.push(...said.split('\n').slice(0, -1));
    const reopened = openDatabase(path);
    try {
      // a delete that was not taken back any more would stop the next process
      if (readLabelHistory(reopened, slideId).undo?.kind === 'delete')
        undoLabels(reopened, { slideId, person: 'Reader' });
    } finally {
      reopened.close();
    }
  }
  const after = openTempDatabase(path);
  const actions = after
    .prepare(`SELECT id, kind, cell_count,
        (SELECT count(*) FROM (SELECT cell_id FROM reviews WHERE action_id = label_actions.id
          UNION SELECT cell_id FROM cell_edits WHERE action_id = label_actions.id)) AS touched
      FROM label_actions WHERE scan_id = ?`)
    .all(scanId) as { id: string; kind: string; cell_count: number; touched: number }[];
  const stored = new Set(actions.map(({ id }) => id));
  expect(acknowledged.length).toBeGreaterThanOrEqual(8);
  expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
  expect(actions.filter(({ cell_count, touched }) => cell_count !== touched)).toEqual([]);
  // the scan itself is revision 1
  expect(readRevision(after, scanId)).toBe(actions.length + 1);
  const sums = readStandingSums(after, scanId);
  rebuildTally(after, scanId);
  expect(readStandingSums(after, scanId)).toEqual(sums);
  expect(checkIntegrity(after)).toEqual({ isIntact: true, problems: [] });
  const chain = verifyAuditChain(after);
  expect(chain.isIntact).toBe(true);
  const audited = after.prepare("SELECT count(*) FROM audit WHERE action LIKE 'cells-%'").pluck().get();
  expect(audited).toBe(actions.length);
});

/** A database with three cells: judged, not judged, and drawn; and one with the same scan and no labels. */
function twoDatabases(folder: string) {
  const paths = { judged: join(folder, 'judged.db'), bare: join(folder, 'bare.db') };
  for (const path of [paths.judged, paths.bare]) {
    const db = openDatabase(path);
    try {
      const { slideId } = recordTwoFields(db, cellsInRow(3));
      if (path === paths.bare) continue;
      const [first, , third] = listCells(db, slideId);
      if (first === undefined || third === undefined) throw new Error('no cells');
      const who = { slideId, person: 'Ada' };
      labelCells(db, { ...who, cellIds: [first.id], verdict: 'pro-b' });
      labelCells(db, { ...who, cellIds: [third.id], verdict: 'not-a-white-cell' });
      drawCell(db, {
        ...who,
        verdict: 'unidentified',
        box: { xPx: 2200.5, yPx: 30, widthPx: 50, heightPx: 44 },
      });
    } finally {
      db.close();
    }
  }
  return paths;
}

function labelsIn(path: string) {
  const db = openDatabase(path);
  try {
    const [slideId] = db.prepare('SELECT id FROM slides').pluck().all();
    return listCells(db, slideId as never).map(({ fieldIndex, xPx, yPx, widthPx, verdict, reviewer }) => {
      return { fieldIndex, xPx, yPx, widthPx, verdict, reviewer };
    });
  } finally {
    db.close();
  }
}

test.each(['csv', 'geojson'])('labels go out as %s and come in again at the command line', async (format) => {
  const folder = aTempFolder();
  const { judged, bare } = twoDatabases(folder);
  const file = join(folder, `labels.${format}`);
  const out = await runLab([
    'labels',
    'export',
    'smear-1',
    '--db',
    judged,
    '--out',
    file,
    '--format',
    format,
  ]);
  expect(out).toMatchObject({ code: 0, stdout: `${file}\n` });
  expect(out.stderr).toContain('3 labels');
  const again = await runLab([
    'labels',
    'export',
    'smear-1',
    '--db',
    judged,
    '--out',
    file,
    '--format',
    format,
  ]);
  expect(again).toMatchObject({ code: 1 });
  expect(again.stderr).toContain('output-exists');
  const nobody = await runLab(['labels', 'import', 'smear-1', file, '--db', bare]);
  expect(nobody).toMatchObject({ code: 1 });
  expect(nobody.stderr).toContain('person-unknown');
  const read = await runLab(['labels', 'import', 'smear-1', file, '--db', bare, '--reviewer', 'Ada']);
  expect(read).toMatchObject({ code: 0 });
  expect(labelsIn(bare)).toEqual(labelsIn(judged));
  expect((await readFile(file, 'utf8')).length).toBeGreaterThan(100);
});

test('a file that holds no labels is refused in plain words', async () => {
  const folder = aTempFolder();
  const { bare } = twoDatabases(folder);
  const file = join(folder, 'labels.csv');
  await writeFile(file, 'a,b\n1,2\n');
  const read = await runLab(['labels', 'import', 'smear-1', file, '--db', bare, '--reviewer', 'Ada']);
  expect(read).toMatchObject({ code: 1, stdout: '' });
  expect(read.stderr).toContain('error [argument-invalid]: This is no file of labels.');
});
