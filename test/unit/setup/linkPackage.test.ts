import { lstat, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { isPackageLinked, linkPackage, readLinkedRuntimeName } from '../../../main/setup/linkPackage.ts';
import { aTempFolder } from './aTempFolder.ts';

let packageFolder = '';
let runtimes = '';

beforeEach(async () => {
  const folder = await aTempFolder();
  packageFolder = join(folder, 'package');
  runtimes = join(folder, 'runtimes');
  await mkdir(packageFolder);
});

async function aRuntime(name: string): Promise<string> {
  const folder = join(runtimes, name);
  await mkdir(join(folder, 'deps/lib'), { recursive: true });
  await mkdir(join(folder, 'lib/napi-v8'), { recursive: true });
  await writeFile(join(folder, 'deps/lib/libtensorflow.so'), name);
  await writeFile(join(folder, 'lib/napi-v8/tfjs_binding.node'), name);
  return folder;
}

test('the package gets the libraries and the binding of one runtime, and can be given another', async () => {
  const cpu = await aRuntime('tensorflow-cpu-2.21.0');
  const cuda = await aRuntime('tensorflow-cuda-2.21.0');
  expect(await readLinkedRuntimeName(packageFolder)).toBeUndefined();
  await linkPackage(packageFolder, cpu);
  expect(await isPackageLinked(packageFolder, cpu)).toBe(true);
  await linkPackage(packageFolder, cuda);
  expect(await isPackageLinked(packageFolder, cpu)).toBe(false);
  expect(await readLinkedRuntimeName(packageFolder)).toBe('tensorflow-cuda-2.21.0');
  expect(await readFile(join(packageFolder, 'deps/lib/libtensorflow.so'), 'utf8')).toContain('cuda');
  expect(await readFile(join(packageFolder, 'lib/napi-v8/tfjs_binding.node'), 'utf8')).toContain('cuda');
});

test('files that something else put into the package give way', async () => {
  const cpu = await aRuntime('tensorflow-cpu-2.21.0');
  await mkdir(join(packageFolder, 'deps/lib'), { recursive: true });
  await mkdir(join(packageFolder, 'lib/napi-v8'), { recursive: true });
  await writeFile(join(packageFolder, 'deps/lib/libtensorflow.so'), 'old');
  await writeFile(join(packageFolder, 'lib/napi-v8/tfjs_binding.node'), 'old');
  expect(await isPackageLinked(packageFolder, cpu)).toBe(false);
  await linkPackage(packageFolder, cpu);
  expect(await isPackageLinked(packageFolder, cpu)).toBe(true);
  expect(await readdir(join(packageFolder, 'deps'))).toEqual(['lib']);
  expect(await readdir(join(packageFolder, 'lib/napi-v8'))).toEqual(['tfjs_binding.node']);
  expect((await lstat(join(packageFolder, 'deps/lib'))).isSymbolicLink()).toBe(true);
});
