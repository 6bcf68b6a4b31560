import { createWriteStream, existsSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { type ComputeClient, createComputeClient } from '../../main/compute/computeClient.ts';
import { aModelStation } from '../helpers/aModelStation.ts';
import { aScratchFolder } from '../helpers/aSmearFolder.ts';

let compute: ComputeClient;
beforeAll(() => {
  compute = createComputeClient();
});
afterAll(() => compute.dispose());

/** A bundle as an archive, with `bytes` changed afterwards as no program writes them. */
async function aZip(
  files: Readonly<Record<string, string>>,
  change: (bytes: Buffer) => Buffer,
): Promise<string> {
  const path = join(await aScratchFolder(), 'bundle.zip');
  const archive = new ZipFile();
  for (const [file, content] of Object.entries(files))
    archive.addBuffer(Buffer.from(content), file, { compress: content.length > 1000 });
  archive.end();
  await pipeline(archive.outputStream as Readable, createWriteStream(path));
  await writeFile(path, change(await readFile(path)));
  return path;
}
const renamed = (from: string, to: string) => (bytes: Buffer) =>
  Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1');
/** Sets the size that the directory of the archive gives its first file. */
const declaring = (sizeBytes: number) => (bytes: Buffer) => {
  const header = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  bytes.writeUInt32LE(sizeBytes, header + 24);
  return bytes;
};

test.each([
  { what: 'a path out of its folder', file: 'xx/evil.sh', change: renamed('xx/evil.sh', '../evil.sh') },
  { what: 'an absolute path', file: 'xetc/evil.sh', change: renamed('xetc/evil.sh', '/etc/evil.sh') },
  { what: 'a path of another system', file: 'xx-evil.sh', change: renamed('xx-evil.sh', '..\\evil.sh') },
  { what: 'an absurd size', file: 'weights.bin', change: declaring(0x7fff_ffff) },
  { what: 'a device', file: 'nul.txt', change: (bytes: Buffer) => bytes },
])('an archive with $what is refused', async ({ file, change }) => {
  const path = await aZip({ [file]: 'content', 'bundle.json': '{}' }, change);
  const station = await aModelStation(compute, []);
  await expect(station.importFrom(path)).rejects.toMatchObject({ code: 'model-import-refused' });
  expect(station.installed()).toEqual([]);
  expect(existsSync(join(station.data, 'evil.sh'))).toBe(false);
});

test('an archive that unpacks to more than it says, one that is torn, and what is none are refused', async () => {
  const bomb = await aZip({ 'bundle.json': ' '.repeat(1_000_000) }, declaring(1000));
  const torn = join(await aScratchFolder(), 'torn.zip');
  const from = await aModelStation(compute);
  const { path } = await from.exportTo('tiny.zip');
  await writeFile(torn, (await readFile(path)).subarray(0, -200));
  const flipped = join(await aScratchFolder(), 'flipped.zip');
  const bytes = await readFile(path);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0xff;
  await writeFile(flipped, bytes);
  const none = join(await aScratchFolder(), 'none.zip');
  await cp(new URL(import.meta.url), none);
  const station = await aModelStation(compute, []);
  for (const one of [bomb, torn, flipped, none])
    await expect(station.importFrom(one)).rejects.toMatchObject({ code: 'model-import-refused' });
  await expect(station.importFrom(join(station.data, 'nothing.zip'))).rejects.toMatchObject({
    code: 'file-missing',
  });
  expect(station.installed()).toEqual([]);
});
