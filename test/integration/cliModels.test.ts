import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../main/database/open.ts';
import { cellClasses } from '../../main/domain/cellClass.ts';
import { sharp } from '../../main/slides/sharpLibrary.ts';
import { aScratchFolder } from '../helpers/aSmearFolder.ts';
import { writeTinyModel } from '../helpers/aTinyModel.ts';
import { parseLines, runLab } from '../helpers/runLab.ts';
import { shipped } from '../helpers/shippedModel.ts';

const asReader = ['--person', 'Ada', '--role', 'technologist'];
const asSteward = ['--person', 'Bea', '--role', 'model-steward'];

/** A station on disk with a tiny model and a dataset of plain pictures, twenty of a class. */
async function aStation() {
  const data = await aScratchFolder();
  const db = join(data, 'lab.db');
  openDatabase(db).close();
  await writeTinyModel(join(data, 'models', 'tiny-0.0.1'));
  const dataset = join(data, 'dataset');
  for (const [at, cellClass] of cellClasses.entries()) {
    await mkdir(join(dataset, cellClass), { recursive: true });
    for (let picture = 0; picture < 20; picture += 1) {
      const background = { r: 10 * picture, g: 60 * at, b: 120 };
      await sharp({ create: { width: 64, height: 64, channels: 3, background } })
        .png()
        .toFile(join(dataset, cellClass, `${picture}.png`));
    }
  }
  return { data, db, dataset };
}

test('a model is judged, overridden, shown and taken back at the terminal', async () => {
  const { db, dataset } = await aStation();
  const lab = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await runLab([...args, '--db', db]);
    return { code, stdout, stderr };
  };
  expect(await lab('models', 'activate', 'tiny-0.0.1')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('error [person-unknown]'),
  });
  expect(await lab('models', 'activate', 'tiny-0.0.1', ...asReader)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('error [promotion-refused]'),
  });
  expect(await lab('control-set', 'create', '--dataset', dataset, ...asReader)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('control set 1 from folder (dataset): benign 20'),
  });
  const gate = await lab('models', 'gate', 'tiny-0.0.1', '--json', ...asReader);
  const [verdict] = parseLines(gate.stdout);
  expect(verdict).toMatchObject({
    ...{ controlSetVersion: 1, person: 'Ada', challengerFigures: { blastSensitivity: { count: 60 } } },
    champion: { fullName: shipped },
  });
  // plain pictures are no smears: the program's own model may well be refused, and says by its exit code
  expect(gate.code).toBe(verdict?.decision === 'refused' ? 1 : 0);
  const activated = await lab(
    ...['models', 'activate', 'tiny-0.0.1', ...asSteward],
    ...['--override', 'A trial of the way back'],
  );
  expect(activated).toMatchObject({ code: 0, stdout: expect.stringContaining('tiny-0.0.1 is active') });
  expect(await lab('models')).toMatchObject({ stdout: expect.stringContaining('tiny-0.0.1 (active)') });
  expect(await lab('models', 'rollback', ...asReader)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(`${shipped} is active`),
  });
  const shown = await lab('models', 'show', 'tiny-0.0.1');
  expect(shown.code).toBe(0);
  expect(shown.stdout).toContain('the weights are what the card says');
  expect(shown.stdout).toMatch(/activated.*Bea/);
  expect(shown.stdout).toMatch(
    new RegExp(`(allowed|refused) on control set 1, against ${shipped.replaceAll('.', '\\.')}, Ada`),
  );
  expect(await lab('control-set', 'list', '--json')).toMatchObject({
    stdout: expect.stringContaining('"version":1'),
  });
});

test('a model goes through the terminal to another station', async () => {
  const [from, to] = [await aStation(), await aStation()];
  const zip = join(from.data, 'tiny.zip');
  const exported = await runLab(['models', 'export', 'tiny-0.0.1', '--db', from.db, '--out', zip]);
  expect([exported.code, exported.stdout.trim()]).toEqual([0, zip]);
  const again = await runLab(['models', 'export', 'tiny-0.0.1', '--db', from.db, '--out', zip]);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('[output-exists]')]);
  const same = await runLab(['models', 'import', zip, '--db', to.db, ...asReader]);
  expect([same.code, same.stderr]).toEqual([0, expect.stringContaining('installed already')]);
  const wrong = await runLab(['models', 'import', to.db, '--db', to.db, ...asReader]);
  expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('[model-import-refused]')]);
  const half = await runLab(['models', 'import', zip, '--db', to.db, '--person', 'Ada']);
  expect(half.code).toBe(2);
});
