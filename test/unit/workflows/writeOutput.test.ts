import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LabError } from '../../../main/domain/labError.ts';
import { createKeyFile } from '../../../main/workflows/createKeyFile.ts';
import { listImageFiles } from '../../../main/workflows/listImageFiles.ts';
import { tryTwice } from '../../../main/workflows/slideFailures.ts';
import { verifyReportFile } from '../../../main/workflows/verifyReportFile.ts';
import { refuseOverwriting, writeOutput, writeUnfinished } from '../../../main/workflows/writeOutput.ts';
import { aTempFolder } from '../setup/aTempFolder.ts';

test('a report shows itself only when it is complete', async () => {
  const path = join(await aTempFolder(), 'report.pdf');
  await writeFile(path, 'old');
  const output = await writeUnfinished(path, 'new');
  expect(await readFile(path, 'utf8')).toBe('old');
  await output.publish();
  await output.discard();
  expect(await readFile(path, 'utf8')).toBe('new');
});

test('a discarded output leaves nothing behind', async () => {
  const folder = await aTempFolder();
  await (await writeUnfinished(join(folder, 'report.pdf'), 'new')).discard();
  expect(await readdir(folder)).toEqual([]);
});

test('a folder that is not there is told', async () => {
  await expect(writeOutput('/nowhere/report.pdf', 'x')).rejects.toMatchObject({ code: 'output-unwritable' });
});

test('a file is replaced only when that is wanted', async () => {
  const path = join(await aTempFolder(), 'report.pdf');
  await writeFile(path, 'old');
  await expect(refuseOverwriting(path, false, '')).rejects.toMatchObject({ code: 'output-exists' });
  await expect(refuseOverwriting(path, true, '')).resolves.toBeUndefined();
});

test('a key can be read by its owner alone and is never overwritten', async () => {
  const path = join(await aTempFolder(), 'my.p12');
  const request = { commonName: 'Dr. A. Example', password: 'long enough', validYears: 1 };
  await createKeyFile(path, request);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  await expect(createKeyFile(path, request)).rejects.toMatchObject({ code: 'output-exists' });
});

test('what is no report is told before its signature is looked for', async () => {
  const path = join(await aTempFolder(), 'notes.pdf');
  await writeFile(path, 'hello');
  await expect(verifyReportFile(path)).rejects.toMatchObject({ code: 'pdf-unreadable' });
  await expect(verifyReportFile('/nowhere.pdf')).rejects.toMatchObject({ code: 'file-missing' });
});

test('a folder stands for the images in it, in natural order', async () => {
  const folder = await aTempFolder();
  for (const name of ['f10.jpg', 'f9.jpg', 'notes.txt']) await writeFile(join(folder, name), 'x');
  expect(await listImageFiles([folder, '/nowhere.jpg'])).toEqual([
    join(folder, 'f9.jpg'),
    join(folder, 'f10.jpg'),
    '/nowhere.jpg',
  ]);
});

test('a folder without images is refused', async () => {
  await expect(listImageFiles([await aTempFolder()])).rejects.toMatchObject({ code: 'folder-empty' });
});

test('a slide over which the compute process was lost is tried once more, and not again', async () => {
  let tries = 0;
  const lost = new LabError('compute-process-lost', 'It ended.');
  const fails = async () => {
    tries += 1;
    throw lost;
  };
  await expect(tryTwice(fails)).rejects.toBe(lost);
  expect(tries).toBe(2);
});
