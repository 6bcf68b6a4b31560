import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, test } from 'vitest';
import { checkDatabaseFile } from '../../../main/database/checkDatabaseFile.ts';
import { LabError } from '../../../main/domain/labError.ts';
import { type DiagnosisProbes, diagnose, formatDiagnosis } from '../../../main/workflows/diagnose.ts';
import { aScannedLab } from '../../helpers/aReviewedLab.ts';
import { aTempFolder } from '../setup/aTempFolder.ts';

let modelsFolder = '';

beforeEach(async () => {
  modelsFolder = await aTempFolder();
});

async function givenModel(name: string, weights: string, namedWeights = weights): Promise<void> {
  const folder = join(modelsFolder, name);
  const sha256 = createHash('sha256').update(namedWeights).digest('hex');
  await mkdir(folder);
  await writeFile(join(folder, 'weights.bin'), weights);
  const card = { name, version: '1.0.0', task: 'find-cells', weights: { sha256 } };
  await writeFile(join(folder, 'card.json'), JSON.stringify(card));
}

function healthyProbes(): DiagnosisProbes {
  return {
    checkTensorFlow: async () => ({ version: '2.21.0', device: 'CPU', forwardOk: true, backwardOk: true }),
    checkDatabase: () => '3.51.0',
    checkSharp: async () => '0.35.5',
    checkOpenSlide: () => '4.0.1',
    describeEngines: async () => [],
    modelsFolder,
    workFolder: tmpdir(),
  };
}

test('a healthy machine is told so in numbered lines', async () => {
  await givenModel('leukocytes', 'weights');
  const checks = await diagnose(healthyProbes());
  expect(checks.map((check) => check.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(checks.slice(0, 8).map((check) => check.state)).toEqual(Array(8).fill('ok'));
  expect(formatDiagnosis(checks)).toMatch(
    /^ 1\. Node\.js … ok \(2\d\.[\s\S]*\n 2\. TensorFlow … ok \(2\.21\.0, on CPU\)/,
  );
});

test('everything broken is reported line by line, each with what to do', async () => {
  const checks = await diagnose({
    checkTensorFlow: async () => {
      throw new LabError('runtime-missing', 'TensorFlow is not set up.');
    },
    checkDatabase: () => {
      throw new Error('better_sqlite3.node: wrong ELF class');
    },
    checkSharp: () => Promise.reject('libvips is gone'),
    checkOpenSlide: () => {
      throw new LabError('openslide-missing', 'OpenSlide is not set up.');
    },
    describeEngines: async () => {
      throw new LabError('compute-process-lost', 'The compute process ended.');
    },
    modelsFolder: join(modelsFolder, 'nowhere'),
    workFolder: join(modelsFolder, 'nowhere'),
  });
  expect(checks.slice(1, 9).map((check) => check.state)).toEqual([
    'missing',
    'missing',
    'failed',
    'failed',
    'missing',
    'missing',
    'failed',
    'failed',
  ]);
  for (const check of checks.slice(1, 9)) expect(check.remedy).toBeTruthy();
  expect(formatDiagnosis(checks)).toContain('\n    → Run `npm run setup`.');
});

test('a TensorFlow that computes wrong numbers is no TensorFlow for the lab', async () => {
  const wrong = { version: '2.21.0', device: 'CPU', forwardOk: true, backwardOk: false };
  const checks = await diagnose({ ...healthyProbes(), checkTensorFlow: async () => wrong });
  expect(checks[2]).toMatchObject({ state: 'failed', detail: 'wrong numbers backward' });
});

test('a lab without models is told that they are missing', async () => {
  const checks = await diagnose(healthyProbes());
  expect(checks[6]).toMatchObject({ state: 'missing', detail: 'there is no model' });
});

test('weights that are not those of their card are found, and hide no other model', async () => {
  await givenModel('good', 'weights');
  await givenModel('bad', 'weightz', 'weights');
  const checks = await diagnose(healthyProbes());
  expect(checks[6]).toMatchObject({
    state: 'failed',
    detail: expect.stringMatching(/^bad 1\.0\.0: weights\.bin is not .*; good 1\.0\.0: [0-9a-f]{12}$/),
  });
});

test('what runs each classifier is named, and a damaged copy says how to make it again', async () => {
  const engine = 'tfjs-node 4.22.0, TensorFlow 2.21.0, fp32';
  const found = { modelFolder: '/models/a-1.0.0', engine, note: undefined, isBroken: false };
  const describe = async (change: { readonly note: string; readonly isBroken?: boolean }) => {
    const checks = await diagnose({
      ...healthyProbes(),
      describeEngines: async () => [{ ...found, ...change }],
    });
    return checks[7];
  };
  const without = 'ONNX Runtime has no library for freebsd x64';
  expect(await describe({ note: without })).toMatchObject({
    name: 'Engine',
    state: 'ok',
    detail: `a-1.0.0: ${engine}; ${without}`,
  });
  expect(await describe({ note: 'its copy is damaged', isBroken: true })).toMatchObject({
    state: 'failed',
    remedy: expect.stringContaining('lab models quantize'),
  });
});

describe("a lab's database", () => {
  /** The lines about the database of a lab, after `damage` was done to its file. */
  async function diagnoseLab(damage: (path: string) => void) {
    const { db } = await aScannedLab();
    const path = db.name;
    db.close();
    damage(path);
    const probes = { ...healthyProbes(), checkLabDatabase: () => checkDatabaseFile(path) };
    const lines = (await diagnose(probes)).slice(10);
    expect(lines.map(({ number, name }) => [number, name])).toEqual([
      [11, 'Lab database'],
      [12, 'Audit trail'],
    ]);
    return lines;
  }
  /** As a program would that does not keep to the rules. */
  const tamper = (path: string, sql: string) => {
    const db = new Database(path);
    db.exec(sql);
    db.close();
  };

  test('that is whole is told so, with the hash to note elsewhere', async () => {
    const lines = await diagnoseLab(() => undefined);
    expect(lines.map(({ state }) => state)).toEqual(['ok', 'ok']);
    expect(lines[1]?.detail).toMatch(/^\d+ entries in one chain, up to [0-9a-f]{64}$/);
  });

  test.each([
    [
      'changed',
      "DROP TRIGGER audit_keep_update; UPDATE audit SET actor = 'Eve' WHERE sequence = 2",
      'entry 2',
    ],
    ['taken out', 'DROP TRIGGER audit_keep_delete; DELETE FROM audit WHERE sequence = 2', 'entry 3'],
    [
      'taken from the end',
      'DROP TRIGGER audit_keep_delete; DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)',
      'removed from the end',
    ],
  ])('whose audit trail had an entry %s is told so', async (_, sql, words) => {
    const [database, audit] = await diagnoseLab((path) => tamper(path, sql));
    expect(database?.state).toBe('ok');
    expect(audit).toMatchObject({ state: 'failed', detail: expect.stringContaining(words) });
    expect(audit?.remedy).toContain('Something other than this program');
  });

  test('with a row that points nowhere is told so', async () => {
    const [database, audit] = await diagnoseLab((path) =>
      tamper(path, 'PRAGMA foreign_keys = OFF; DROP TRIGGER scans_keep_delete; DELETE FROM scans'),
    );
    expect(database).toMatchObject({
      state: 'failed',
      detail: expect.stringMatching(/points to no row of scans; and \d+ more$/),
      remedy: expect.stringContaining('newest backup'),
    });
    expect(audit?.state).toBe('ok');
  });

  test('whose pages are overwritten is told so', async () => {
    const [database] = await diagnoseLab((path) => {
      const bytes = readFileSync(path);
      bytes.fill(0xff, 4096, bytes.length);
      writeFileSync(path, bytes);
    });
    expect(database).toMatchObject({ state: 'failed', remedy: expect.stringContaining('newest backup') });
  });

  test('that is not there is missing', async () => {
    const checkLabDatabase = () => checkDatabaseFile(join(modelsFolder, 'none.db'));
    const lines = (await diagnose({ ...healthyProbes(), checkLabDatabase })).slice(10);
    expect(lines.map(({ state }) => state)).toEqual(['missing', 'missing']);
  });
});
