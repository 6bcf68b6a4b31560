import { mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { findInstalledWheel, type InstallOptions, installWheel } from '../../../main/setup/installWheel.ts';
import { unfinishedFolder, wheelsFolder } from '../../../main/setup/runtimePaths.ts';
import { aFakePython, type PipAnswer } from './aFakePython.ts';
import { aTempFolder } from './aTempFolder.ts';
import { aWheelFile, aWheelPin } from './aWheel.ts';

const wheelFile = aWheelFile({ 'lens/liblens.so': 'library', 'lens/lens.h': 'header', 'other/text': 'no' });
const wheel = aWheelPin(wheelFile);
const installedFolder = 'lens-1.0.0-manylinux_2_27_x86_64';

let cache = '';
let logged: string[] = [];

beforeEach(async () => {
  cache = await aTempFolder();
  logged = [];
});

async function givenPip(...answers: readonly PipAnswer[]) {
  const python = await aFakePython(answers);
  const options: InstallOptions = {
    cache,
    python: python.path,
    retryWaitMs: 0,
    log: (line) => logged.push(line),
    terminal: { write: () => true },
  };
  return { python, options };
}

async function listAll(folder: string): Promise<readonly string[]> {
  return (await readdir(folder, { recursive: true })).sort();
}

describe('installing a library for the lab', () => {
  test('unpacks only the wanted files, keeps no wheel, and downloads nothing the second time', async () => {
    const { python, options } = await givenPip(wheelFile);
    const first = await installWheel(wheel, options);
    const second = await installWheel(wheel, options);
    expect(second).toEqual(first);
    expect(await python.readCallCount()).toBe(1);
    expect(await listAll(wheelsFolder(cache))).toEqual([
      installedFolder,
      `${installedFolder}/installed.json`,
      `${installedFolder}/lens`,
      `${installedFolder}/lens/lens.h`,
      `${installedFolder}/lens/liblens.so`,
    ]);
    expect(await listAll(unfinishedFolder(cache))).toEqual([]);
    expect(await readFile(join(first.folder, 'lens/liblens.so'), 'utf8')).toBe('library');
  });

  test('tries a broken download again and says so', async () => {
    const { python, options } = await givenPip(wheelFile.subarray(0, 40), wheelFile);
    const { folder } = await installWheel(wheel, options);
    expect(await python.readCallCount()).toBe(2);
    expect(await readFile(join(folder, 'lens/lens.h'), 'utf8')).toBe('header');
    expect(logged.join('\n')).toMatch(/is broken or was changed[\s\S]*Trying again \(2 of 3\)/);
  });

  test('gives up on a wheel with another hash after three tries and installs nothing of it', async () => {
    const { python, options } = await givenPip(aWheelFile({ 'lens/liblens.so': 'changed' }));
    await expect(installWheel(wheel, options)).rejects.toMatchObject({
      code: 'setup-failed',
      message: expect.stringContaining(wheel.sha256),
    });
    expect(await python.readCallCount()).toBe(3);
    expect(await listAll(cache)).toEqual(['unfinished']);
  });

  test('tries again when the network fails, and not when pip is missing', async () => {
    const flaky = await givenPip('ReadTimeoutError: Read timed out.', wheelFile);
    await installWheel(wheel, flaky.options);
    expect(await flaky.python.readCallCount()).toBe(2);
    const other = { ...wheel, version: '2.0.0' };
    const without = await givenPip('/usr/bin/python3: No module named pip');
    await expect(installWheel(other, without.options)).rejects.toMatchObject({
      code: 'setup-failed',
      message: expect.stringContaining('apt-get install python3-pip'),
    });
    expect(await without.python.readCallCount()).toBe(1);
  });

  test('names python3 when the machine has none', async () => {
    const { options } = await givenPip(wheelFile);
    const withoutPython = { ...options, python: join(cache, 'no-such-python3') };
    await expect(installWheel(wheel, withoutPython)).rejects.toMatchObject({
      code: 'setup-failed',
      message: expect.stringContaining('python3 is not on this machine'),
    });
  });

  test('stops pip when the set-up is cancelled', async () => {
    const { options } = await givenPip(wheelFile);
    const signal = AbortSignal.abort();
    await expect(installWheel(wheel, { ...options, signal })).rejects.toMatchObject({ code: 'cancelled' });
    expect(await listAll(cache)).toEqual(['unfinished']);
  });

  test('two set-ups at once end with one whole copy', async () => {
    const { options } = await givenPip(wheelFile);
    const installed = await Promise.all([1, 2, 3].map(() => installWheel(wheel, options)));
    expect(new Set(installed.map((one) => one.folder)).size).toBe(1);
    expect(await findInstalledWheel(wheel, cache)).toEqual(installed[0]);
    expect(await readdir(wheelsFolder(cache))).toEqual([installedFolder]);
  });
});

describe('a cache that is not whole', () => {
  test('is not taken for done while its stamp is missing: the set-up was killed', async () => {
    await mkdir(join(wheelsFolder(cache), installedFolder, 'lens'), { recursive: true });
    await writeFile(join(wheelsFolder(cache), installedFolder, 'lens/liblens.so'), 'library');
    expect(await findInstalledWheel(wheel, cache)).toBeUndefined();
    const { options } = await givenPip(wheelFile);
    await installWheel(wheel, options);
    expect(await findInstalledWheel(wheel, cache)).toBeDefined();
    expect(await readdir(wheelsFolder(cache))).toEqual([installedFolder]);
  });

  test('is not taken for done when a file is shorter, gone, or from another wheel', async () => {
    const { options } = await givenPip(wheelFile);
    const { folder } = await installWheel(wheel, options);
    expect(await findInstalledWheel({ ...wheel, sha256: '0'.repeat(64) }, cache)).toBeUndefined();
    await truncate(join(folder, 'lens/liblens.so'), 3);
    expect(await findInstalledWheel(wheel, cache)).toBeUndefined();
    await installWheel(wheel, options);
    await rm(join(folder, 'lens/lens.h'));
    expect(await findInstalledWheel(wheel, cache)).toBeUndefined();
    await installWheel(wheel, options);
    await writeFile(join(folder, 'installed.json'), '{"schemaVersion":1,"source":');
    expect(await findInstalledWheel(wheel, cache)).toBeUndefined();
  });
});
