import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { sweepUnfinished, unfinishedName } from '../../../main/workflows/sweepUnfinished.ts';
import { aTempFolder } from '../../helpers/openTempDatabase.ts';

const sweeper = pathToFileURL(join(import.meta.dirname, '../../../main/workflows/sweepUnfinished.ts')).href;

/** A process that begins an import, as one that is killed amid it would have. */
async function aProcessThatImports(folder: string) {
  const script = `
    const { unfinishedName } = await import(${JSON.stringify(sweeper)});
    const { mkdirSync } = await import('node:fs');
    const name = unfinishedName('importing');
    mkdirSync(${JSON.stringify(folder)} + '/' + name);
    console.log(name);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
  const [name] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, name: String(name).trim() };
}

test('what a killed import left is removed, what a living one is at stays', async () => {
  const folder = aTempFolder();
  const { child, name } = await aProcessThatImports(folder);
  writeFileSync(join(folder, name, 'weights.bin'), 'half');
  const own = unfinishedName('importing');
  mkdirSync(join(folder, own));
  mkdirSync(join(folder, 'mine-1.0.0'));
  mkdirSync(join(folder, unfinishedName('locking')));
  expect(await sweepUnfinished(folder, 'importing')).toEqual([]);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await sweepUnfinished(folder, 'importing')).toEqual([name]);
  expect(existsSync(join(folder, own))).toBe(true);
  expect(readdirSync(folder)).toHaveLength(3);
});

test('a folder of a later process with the same number, and an old one without a number, are left-overs', async () => {
  const folder = aTempFolder();
  const reused = `.importing-${process.pid}-0123456789abcdef-0190`;
  const [old, young] = ['.importing-0190f8c2-aaaa-7000-8000-000000000001', '.importing-0190f8c2-bbbb'];
  for (const name of [reused, old, young]) mkdirSync(join(folder, name));
  const twoDaysAgo = Date.now() / 1000 - 2 * 24 * 60 * 60;
  utimesSync(join(folder, old), twoDaysAgo, twoDaysAgo);
  expect((await sweepUnfinished(folder, 'importing')).toSorted()).toEqual([old, reused].toSorted());
  expect(readdirSync(folder)).toEqual([young]);
});

test('a folder that is not there holds nothing', async () => {
  expect(await sweepUnfinished(join(aTempFolder(), 'none'), 'importing')).toEqual([]);
});
