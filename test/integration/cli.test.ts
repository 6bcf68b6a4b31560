import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aBadInputFolder } from '../helpers/aBadInputFolder.ts';
import { aScratchFolder, aSmearFolder } from '../helpers/aSmearFolder.ts';
import { drawOnce, type ScanMaterial } from '../helpers/drawOnce.ts';
import { parseLines, runLab, startLab } from '../helpers/runLab.ts';

const verbs = [
  ...['show', 'gate', 'activate', 'rollback', 'export', 'import'].map((verb) => `models ${verb}`),
  ...['control-set create', 'control-set list', 'keys create'],
];
const commands =
  'setup diagnose demo scan detect classify report verify keys models control-set train evaluate train-detector'.split(
    ' ',
  );

let material: ScanMaterial;

beforeAll(async () => {
  material = await drawOnce(3);
});

afterAll(() => material.dispose());

test('help names every command, and every command has help with an example', async () => {
  const { code, stdout } = await runLab(['--help']);
  expect(code).toBe(0);
  for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
  for (const command of [...commands.filter((one) => one !== 'keys'), ...verbs]) {
    const help = await runLab([...command.split(' '), '--help']);
    expect(help).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^Examples?:\n {2}\S/m),
    });
  }
});

test.each([
  ['an unknown command', ['diagnoze']],
  ['an unknown option', ['models', '--colour']],
  ['no database', ['scan', 'slides']],
  ['a ruler that is no number', ['detect', 'a.jpg', '--red-cell-px', 'wide']],
  ['a goal that is none', ['scan', 'slides', '--db', 'a', '--cells', '150']],
  ['both a dataset and a database', ['train', '--dataset', 'a', '--db', 'b', '--out', 'c']],
  ['half a split', ['evaluate', '--dataset', 'a', '--fold', '1']],
  ['half a reviewer', ['report', 'a', '--db', 'a', '--out', 'b', '--key', 'c', '--reviewer', 'Dr. A']],
])('%s is a usage error: exit code 2, nothing on stdout', async (_, args) => {
  expect(await runLab(args)).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/^error: /),
  });
});

test('the launcher gives the exit code, and hands an older Node over to the one it brings', async (context) => {
  const direct = await runLab(['verify', '/nowhere.pdf'], { entry: 'blastscope.js' });
  expect(direct).toMatchObject({ code: 1, stderr: expect.stringContaining('error [file-missing]') });
  const older = '/usr/bin/node';
  const found = await stat(older).catch(() => undefined);
  if (found === undefined) context.skip('there is no other Node on this machine');
  const handedOver = await runLab(['--version'], { entry: 'blastscope.js', execPath: older });
  expect(handedOver).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
});

test('detect prints the boxes of each file as promised, and tells the bad ones', async () => {
  const folder = await aBadInputFolder(material.fields[0] ?? '');
  const good = join(folder, 'good.jpg');
  const bad = join(folder, 'cut-short.jpg');
  const { code, stdout, stderr } = await runLab(['detect', good, bad, ...material.fields.slice(1), '--json']);
  const lines = parseLines(stdout);
  expect(code).toBe(1);
  expect(stderr).toContain(`error [slide-unreadable]: ${bad}: `);
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatchObject({ file: good, widthPx: 400, heightPx: 300 });
  for (const { cells } of lines) {
    for (const cell of cells as readonly Record<string, unknown>[]) {
      expect(Object.keys(cell)).toEqual(['xPx', 'yPx', 'widthPx', 'heightPx', 'score']);
    }
  }
});

test('classify prints the class of whole fields, or of each cell, as promised', async () => {
  const [field = ''] = material.fields;
  const whole = await runLab(['classify', field, '--model', material.modelFolder, '--json']);
  const [line] = parseLines(whole.stdout);
  expect(Object.keys(line ?? {})).toEqual(['file', 'class', 'probabilities', 'engine']);
  const probabilities = line?.probabilities as Readonly<Record<string, number>>;
  expect(Object.keys(probabilities)).toEqual(['benign', 'early-pre-b', 'pre-b', 'pro-b']);
  expect(Object.values(probabilities).reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 3); // float32
  expect(probabilities[String(line?.class)]).toBe(Math.max(...Object.values(probabilities)));
  const cells = await runLab(['classify', field, '--cells', '--model', material.modelFolder, '--json']);
  const [described] = parseLines(cells.stdout);
  const detected = await runLab(['detect', field, '--json']);
  const boxes = parseLines(detected.stdout)[0]?.cells as readonly unknown[];
  expect(described?.cells).toMatchObject(boxes);
});

test('a reader of stdout who goes away ends the command quietly', async () => {
  const lab = startLab(['detect', ...Array.from({ length: 40 }, () => material.fields[0] ?? ''), '--json']);
  lab.process.stdout?.once('data', () => lab.process.stdout?.destroy());
  const { code, stderr } = await lab.exit;
  expect(code).toBe(141);
  expect(stderr).not.toContain('bug');
});

test('a report is issued, verified, found altered after one byte, and never overwritten by accident', async () => {
  const folder = await aScratchFolder();
  const inFolder = (name: string) => join(folder, name);
  const slides = await aSmearFolder(material.fields, { 'smear-7': 2 });
  const [database, key, password, pdf] = ['lab.db', 'my.p12', 'my.password', 'smear-7.pdf'].map(inFolder) as [
    string,
    string,
    string,
    string,
  ];
  await writeFile(password, 'a long password\n');
  await runLab(['scan', slides, '--db', database, '--model', material.modelFolder]);
  await runLab(['keys', 'create', '--out', key, '--name', 'Dr. A. Example', '--password-file', password]);
  const report = ['report', 'smear-7', '--db', database, '--out', pdf, '--key', key];
  const signed = [...report, '--password-file', password];
  const reviewer = ['--reviewer', 'Dr. B. Example', '--role', 'haematologist', '--meaning', 'reviewed'];
  expect(await runLab([...signed, ...reviewer])).toMatchObject({ code: 0, stdout: `${pdf}\n` });

  const verified = await runLab(['verify', pdf, '--json']);
  expect(verified.code).toBe(0);
  expect(parseLines(verified.stdout)).toMatchObject([
    { file: pdf, state: 'valid', reason: 'reviewed', signer: { commonName: 'Dr. A. Example' } },
  ]);
  const bytes = await readFile(pdf);
  bytes[1000] = (bytes[1000] ?? 0) ^ 1;
  await writeFile(inFolder('altered.pdf'), bytes);
  expect(await runLab(['verify', inFolder('altered.pdf')])).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^altered/),
  });

  const refused = async (args: readonly string[], env = {}) => (await runLab(args, { env })).stderr;
  expect(await refused(signed)).toMatch(/^error \[output-exists\]/);
  expect(await refused([...report, '--force'], { BLASTSCOPE_KEY_PASSWORD: 'wrong one' })).toMatch(
    /^error \[key-password-wrong\]/,
  );
  expect(await refused([...report, '--force'])).toMatch(/^error \[argument-invalid\].*--password-file/);
  const forced = await runLab([...report, '--force', '--json'], {
    env: { BLASTSCOPE_KEY_PASSWORD: 'a long password' },
  });
  expect(parseLines(forced.stdout)).toMatchObject([
    { path: pdf, signatureMeaning: expect.stringContaining('not reviewed') },
  ]);

  await writeFile(join(slides, 'smear-7', 'field-1.jpg'), await readFile(material.fields[2] ?? ''));
  expect(await refused([...signed, '--force'])).toMatch(/^error \[slide-changed\]/);
  expect((await runLab(['verify', pdf])).code).toBe(0);
});

test('a demonstration on slides of one’s own writes all it promises, twice', async () => {
  const slides = await aSmearFolder(material.fields, { 'smear-1': 2, 'smear-2': 1 });
  const out = join(await aScratchFolder(), 'demo');
  const demo = ['demo', '--slides', slides, '--out', out, '--model', material.modelFolder];
  for (const time of ['scanned', 'already scanned']) {
    const { code, stdout, stderr } = await runLab(demo);
    expect(code).toBe(0);
    for (const name of ['lab.db', 'report.pdf', 'contact-sheet.png']) {
      expect(stdout).toContain(join(out, name));
      expect((await stat(join(out, name))).size).toBeGreaterThan(1000);
    }
    if (time === 'already scanned') expect(stderr).toContain('already scanned');
    expect((await runLab(['verify', join(out, 'report.pdf')])).code).toBe(0);
  }
});
