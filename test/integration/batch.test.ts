import { cp, mkdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkIntegrity } from '../../main/database/checkDatabase.ts';
import { openDatabase } from '../../main/database/open.ts';
import { listScans } from '../../main/database/scans.ts';
import { listSlides } from '../../main/database/slides.ts';
import { aBatch } from '../helpers/aBatch.ts';
import { aScratchFolder, aSmearFolder } from '../helpers/aSmearFolder.ts';
import { drawOnce, type ScanMaterial } from '../helpers/drawOnce.ts';
import { parseLines, runLab, startLab } from '../helpers/runLab.ts';

let material: ScanMaterial;

beforeAll(async () => {
  material = await drawOnce();
});

afterAll(() => material.dispose());

/** How many finished scans each slide has. */
function scansIn(database: string): readonly number[] {
  const db = openDatabase(database);
  try {
    expect(checkIntegrity(db)).toEqual({ isIntact: true, problems: [] });
    return listSlides(db).map(({ id }) => listScans(db, id).length);
  } finally {
    db.close();
  }
}

test('slides are put in, scanned, and told the morning after; one that is cut fails alone', async () => {
  const { slides, db, model, batch, stateOf } = await aBatch(material, { a: 2, c: 1 });
  const cut = join(slides, 'b.jpg');
  await cp(material.fields[0] ?? '', cut);
  await truncate(cut, 900);
  expect(await batch('add', slides)).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('3 slides put'),
  });
  expect(await stateOf()).toEqual(['a waiting', 'b.jpg waiting', 'c waiting']);

  const ran = await runLab(['batch', 'run', ...db, ...model, '--events']);
  expect(ran.code, ran.stderr).toBe(1);
  const events = parseLines(ran.stdout);
  expect(events.filter(({ event }) => event === 'job-ended')).toMatchObject([
    { state: 'done', slide: expect.objectContaining({ state: 'scanned' }) },
    { state: 'failed' },
    { state: 'done' },
  ]);
  expect(events.at(-1)).toMatchObject({
    ...{ event: 'summary', doneCount: 2, failedCount: 1, waitingCount: 0 },
    failures: [{ code: 'slide-unreadable', count: 1, slides: [{ name: 'b.jpg' }] }],
  });
  const summary = await batch('summary');
  expect(summary.stdout).toMatch(/2 scanned, 0 unchanged, 1 failed/);
  expect(summary.stdout).toMatch(/Failed, slide-unreadable \(1\):\n {2}b\.jpg: /);

  // mended, and put in again: the others are not scanned twice
  await cp(material.fields[1] ?? '', cut);
  expect((await batch('retry')).stderr).toContain('1 slides put into the queue');
  expect(await runLab(['batch', 'run', ...db, ...model])).toMatchObject({ code: 0 });
  expect(await stateOf()).toEqual(['a scanned', 'b.jpg scanned', 'c scanned']);
  expect((await batch('add', slides)).stderr).toContain('3 unchanged since their scan');
});

test('a slide that nothing has to be done for is passed over and counted as unchanged', async () => {
  const { slides, database, db, model, batch } = await aBatch(material, { a: 1 });
  await batch('add', slides);
  await runLab(['batch', 'run', ...db, ...model]);
  const open = openDatabase(database);
  const [slide] = listSlides(open);
  open.close();
  expect((await batch('retry', slide?.id ?? '')).code).toBe(0);
  const ran = await runLab(['batch', 'run', ...db, ...model]);
  expect([ran.code, ran.stdout]).toEqual([0, expect.stringContaining('0 scanned, 1 unchanged')]);
  expect(scansIn(database)).toEqual([1]);
});

test('paused, a run ends with slides waiting; taken out, they are not scanned', async () => {
  const { slides, database, db, model, batch, stateOf } = await aBatch(material, { a: 1, b: 1, c: 1 });
  await batch('add', slides, '--priority', 'background');
  await batch('pause');
  expect(await runLab(['batch', 'run', ...db, ...model])).toMatchObject({
    ...{ code: 0, stdout: expect.stringContaining('3 waiting') },
  });
  await batch('cancel', 'b');
  await batch('prioritise', 'c', '--priority', 'stat');
  await batch('resume');
  const { stdout } = await runLab(['batch', 'run', ...db, ...model, '--events']);
  const ended = parseLines(stdout).filter(({ event }) => event === 'job-ended');
  expect(ended.map(({ slide }) => (slide as { name: string }).name)).toEqual(['c', 'a']);
  expect(await stateOf()).toEqual(['a scanned', 'b cancelled', 'c scanned']);
  expect(scansIn(database).filter((count) => count === 1)).toHaveLength(2);
});

test('killed in the middle, a batch goes on where it was, and every slide is scanned once', async () => {
  const { slides, database, db, model, batch } = await aBatch(material, { a: 2, b: 30, c: 2 });
  await batch('add', slides);
  for (const laterMs of [0, 500, 1200]) {
    const running = startLab(['batch', 'run', ...db, ...model, '--events']);
    await running.waitFor('"event":"queue"');
    await new Promise((resolve) => setTimeout(resolve, laterMs));
    running.process.kill('SIGKILL');
    await running.exit;
  }
  const last = await runLab(['batch', 'run', ...db, ...model]);
  expect(last.code, last.stderr).toBe(0);
  expect(scansIn(database)).toEqual([1, 1, 1]);
});

test('a watched folder is scanned as slides come, a stop is clean, and another terminal can stop a scan', async () => {
  const { database, db, model, batch, stateOf } = await aBatch(material, {});
  const incoming = join(await aScratchFolder(), 'incoming');
  const watching = startLab([
    ...['batch', 'watch', incoming, ...db, ...model],
    ...['--events', '--stable-seconds', '0.3', '--poll'],
  ]);
  await watching.waitFor('"event":"folder-problem"');
  await mkdir(incoming);
  await cp(material.fields[0] ?? '', join(incoming, 'one.jpg'));
  await watching.waitFor('"state":"done"');
  const many = await aSmearFolder(material.fields, { many: 400 });
  await cp(join(many, 'many'), join(incoming, 'many'), { recursive: true });
  await watching.waitFor('"detail":"field-');
  await batch('cancel', 'many');
  await watching.waitFor('"state":"cancelled"');
  await writeFile(join(incoming, 'two.jpg.part'), 'half');
  watching.process.kill('SIGTERM');
  const stoppedAt = performance.now();
  const { code, stdout } = await watching.exit;
  expect(performance.now() - stoppedAt).toBeLessThan(10_000);
  expect(code).toBe(0);
  expect(parseLines(stdout).at(-1)).toMatchObject({ event: 'summary', doneCount: 1, cancelledCount: 1 });
  expect(await stateOf()).toEqual(['many cancelled', 'one.jpg scanned']);
  expect(scansIn(database).toSorted()).toEqual([0, 1]);
});
