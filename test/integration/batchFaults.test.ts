import { execFileSync } from 'node:child_process';
import { chmod, cp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../main/database/open.ts';
import { aBatch, cellsIn } from '../helpers/aBatch.ts';
import { aSmallDisk, canMount } from '../helpers/aSmallDisk.ts';
import { aScratchFolder } from '../helpers/aSmearFolder.ts';
import { computeProcessesOf } from '../helpers/computeProcessesOf.ts';
import { drawOnce, type ScanMaterial } from '../helpers/drawOnce.ts';
import { type LabExit, parseLines, type RunningLab, runLab, startLab } from '../helpers/runLab.ts';

/* A night's batch under what happens to stations. Each time: the rest is scanned, the reason is the right one, the exit
 * code says that not all went well, and nothing is lost. */

let material: ScanMaterial;
beforeAll(async () => {
  material = await drawOnce();
});
afterAll(() => material.dispose());

interface Failures {
  readonly failures: readonly {
    readonly code: string;
    readonly slides: readonly { readonly name: string }[];
  }[];
}

/** "code: slide, slide" of each reason in the summary that ends --events. */
function reasonsIn({ stdout }: LabExit): readonly string[] {
  const { failures } = parseLines(stdout).at(-1) as unknown as Failures;
  return failures
    .map(({ code, slides }) =>
      [
        code,
        slides
          .map(({ name }) => name)
          .toSorted()
          .join(', '),
      ].join(': '),
    )
    .toSorted();
}

/** Waits for the field of a slide. */
const untilField = (running: RunningLab, field = 'field-') => running.waitFor(`"detail":"${field}`);

test('broken slides among good ones fail alone, each with its reason', async () => {
  const { slides, run, batch, stateOf } = await aBatch(material, { good: 1, last: 1 });
  const cut = join(slides, 'cut.jpg');
  await cp(material.fields[0] ?? '', cut);
  await truncate(cut, 700);
  await writeFile(join(slides, 'empty.png'), '');
  await writeFile(join(slides, 'letter.jpg'), 'Dear colleague,\n'.repeat(200));
  await cp(material.fields[1] ?? '', join(slides, 'gone.jpg'));
  await batch('add', slides);
  await rm(join(slides, 'gone.jpg'));
  const ran = await runLab(['batch', 'run', ...run, '--events']);
  expect(ran.code).toBe(1);
  expect(reasonsIn(ran)).toEqual([
    'file-missing: gone.jpg',
    'slide-unreadable: cut.jpg, empty.png, letter.jpg',
  ]);
  expect(await stateOf()).toEqual([
    ...['cut.jpg failed', 'empty.png failed', 'gone.jpg failed'],
    ...['good scanned', 'last scanned', 'letter.jpg failed'],
  ]);
});

test('a slide that is replaced while it is read fails, and its cells are of no content', async () => {
  const { slides, run, batch, stateOf } = await aBatch(material, { a: 120, b: 1 });
  await batch('add', slides);
  const running = startLab(['batch', 'run', ...run, '--events']);
  await untilField(running);
  await cp(material.fields[1] ?? '', join(slides, 'a', 'field-119.jpg'));
  await writeFile(join(slides, 'a', 'field-999.jpg'), 'not there before');
  const ran = await running.exit;
  expect([ran.code, ...reasonsIn(ran)]).toEqual([1, 'slide-changed: a']);
  expect(await stateOf()).toEqual(['a failed', 'b scanned']);
});

test.skipIf(!canMount)(
  'a full disk stops the batch, and it goes on where it was when there is room',
  async () => {
    const { folder } = aSmallDisk(6000);
    const { slides, run, batch, stateOf, set } = await aBatch(material, { a: 2, b: 2, c: 2 }, folder);
    await batch('add', slides);
    set({ leastFreeDiskGb: 0 });
    const filler = join(folder, 'filler');
    execFileSync('sh', [
      '-c',
      `dd if=/dev/zero of=${filler} bs=1k count=9000 2>/dev/null; truncate -s -12K ${filler}`,
    ]);
    const full = await runLab(['batch', 'run', ...run]);
    expect([full.code, full.stderr]).toEqual([1, expect.stringContaining('error [disk-full]')]);
    await rm(filler);
    const after = await runLab(['batch', 'run', ...run]);
    expect(after.code, after.stderr).toBe(0);
    expect(await stateOf()).toEqual(['a scanned', 'b scanned', 'c scanned']);
    expect(cellsIn(join(folder, 'lab.db')).length).toBeGreaterThan(0);
  },
);

test.skipIf(!canMount)('a disk that cannot be written to is said, and nothing is lost', async () => {
  const { folder, setReadOnly } = aSmallDisk(20_000);
  const { slides, run, batch, stateOf, set } = await aBatch(material, { a: 1, b: 1 }, folder);
  await batch('add', slides);
  set({ leastFreeDiskGb: 0 });
  setReadOnly(true);
  const refused = await runLab(['batch', 'run', ...run]);
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('error [database-read-only]')]);
  setReadOnly(false);
  expect(await runLab(['batch', 'run', ...run])).toMatchObject({ code: 0 });
  expect(await stateOf()).toEqual(['a scanned', 'b scanned']);
});

test.skipIf(!canMount)('a slide that may not be read fails alone', async () => {
  const { slides, run, batch, stateOf } = await aBatch(material, { a: 1, b: 1 });
  const secret = join(slides, 'secret.jpg');
  await cp(material.fields[0] ?? '', secret);
  await batch('add', slides);
  await chmod(secret, 0);
  // root without its power over modes is a user like others
  const caps = '-dac_override,-dac_read_search';
  const wrapper = ['setpriv', `--bounding-set=${caps}`, `--inh-caps=${caps}`, '--'];
  const ran = await runLab(['batch', 'run', ...run, '--events'], { wrapper });
  expect([ran.code, ...reasonsIn(ran)]).toEqual([1, 'slide-unreadable: secret.jpg']);
  expect(await stateOf()).toEqual(['a scanned', 'b scanned', 'secret.jpg failed']);
});

test('a clock that is put back by a day in the middle changes nothing', async () => {
  const { slides, run, batch, stateOf } = await aBatch(material, { a: 2, b: 12, c: 1 });
  await batch('add', slides);
  const clock = fileURLToPath(new URL('../helpers/clockJumpsBack.ts', import.meta.url));
  const ran = await runLab(['batch', 'run', ...run], { env: { NODE_OPTIONS: `--import=${clock}` } });
  expect(ran.code, ran.stderr).toBe(0);
  expect(await stateOf()).toEqual(['a scanned', 'b scanned', 'c scanned']);
  // the next night finds nothing to do
  expect((await batch('add', slides)).stderr).toContain('3 unchanged since their scan');
});

test('a database that another program holds is waited for', async () => {
  const { slides, database, run, batch, stateOf } = await aBatch(material, { a: 60, b: 1 });
  await batch('add', slides);
  const running = startLab(['batch', 'run', ...run, '--events']);
  await untilField(running);
  const other = openDatabase(database);
  other.exec('BEGIN IMMEDIATE');
  // longer than a statement waits, and longer than two
  await new Promise((resolve) => setTimeout(resolve, 12_000));
  other.exec('COMMIT');
  other.close();
  const { code, stderr } = await running.exit;
  expect(code, stderr).toBe(0);
  expect(await stateOf()).toEqual(['a scanned', 'b scanned']);
});

test.skipIf(process.platform !== 'linux')(
  'a slide at which the system kills the process for its memory is tried twice, then left out',
  async () => {
    const { slides, run, batch, stateOf } = await aBatch(material, { a: 1, b: 240, c: 1 });
    await batch('add', slides);
    const running = startLab(['batch', 'run', ...run, '--events']);
    const { pid } = running.process;
    if (pid === undefined) throw new Error('The batch did not start');
    await running.waitFor('"state":"done"');
    for (let kill = 0; kill < 2; kill += 1) {
      // the process that was started anew is at the slide by then
      await new Promise((resolve) => setTimeout(resolve, 2000));
      for (const compute of await computeProcessesOf(pid)) process.kill(compute, 'SIGKILL');
    }
    const ran = await running.exit;
    expect([ran.code, ...reasonsIn(ran)]).toEqual([1, 'compute-process-lost: b']);
    expect(await stateOf()).toEqual(['a scanned', 'b failed', 'c scanned']);
  },
);

test('a watched folder that goes away and comes back is gone on with', async () => {
  const { db, model, stateOf } = await aBatch(material, {});
  const incoming = join(await aScratchFolder(), 'incoming');
  await cp(material.fields[0] ?? '', join(incoming, 'one.jpg'));
  const watching = startLab([
    ...['batch', 'watch', incoming, ...db, ...model],
    ...['--events', '--stable-seconds', '0.3', '--poll'],
  ]);
  await watching.waitFor('"state":"done"');
  await rename(incoming, `${incoming}-away`);
  await watching.waitFor('"event":"folder-problem"');
  await rename(`${incoming}-away`, incoming);
  await cp(material.fields[1] ?? '', join(incoming, 'two.jpg'));
  await expect.poll(stateOf, { timeout: 60_000 }).toEqual(['one.jpg scanned', 'two.jpg scanned']);
  watching.process.kill('SIGTERM');
  const { code, stdout } = await watching.exit;
  expect(code).toBe(0);
  const problems = parseLines(stdout).filter(({ event }) => event === 'folder-problem');
  expect(problems.map(({ problem }) => problem === undefined)).toEqual([false, true]);
});
