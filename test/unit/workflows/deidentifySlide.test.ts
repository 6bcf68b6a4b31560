import { createHash } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { readFreeBytes } from '../../../main/setup/freeDisk.ts';
import { type DeidentifyRequest, deidentifySlide } from '../../../main/workflows/deidentifySlide.ts';
import { aDicomSlide } from '../slides/deidentify/aDicomSlide.ts';
import { aTiff, rgbTags, rgbTiles, text } from '../slides/deidentify/aTiff.ts';
import { plantedName } from '../slides/deidentify/plantedName.ts';
import { aFolder } from '../slides/slideFolder.ts';

function aSlide(): Buffer {
  return aTiff([
    { tags: [...rgbTags(32, 32), text(315, plantedName)], parts: rgbTiles(32, 32) },
    { tags: [...rgbTags(16, 48), text(270, 'label')], parts: rgbTiles(16, 48) },
  ]);
}

/** A folder with slide.tif in it and a folder out. */
async function aPlace(): Promise<{ readonly folder: string; readonly slide: string; readonly out: string }> {
  const folder = await aFolder({ 'slide.tif': aSlide() });
  await mkdir(join(folder, 'out'));
  return { folder, slide: join(folder, 'slide.tif'), out: join(folder, 'out', 'copy.tif') };
}

function deidentify(slidePath: string, outPath: string, more: Partial<DeidentifyRequest> = {}) {
  return deidentifySlide({ slidePath, outPath, mayReplace: false, ...more });
}

test('a copy is told with its hashes and what was removed, without any value', async () => {
  const { slide, out } = await aPlace();
  const copy = await deidentify(slide, out);
  const hashOf = async (path: string) =>
    createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
  expect(copy).toMatchObject({
    path: out,
    format: 'tiff',
    files: [{ name: 'copy.tif', sourceSha256: await hashOf(slide), sha256: await hashOf(out) }],
    removedImages: ['label'],
    removedTags: ['Artist'],
    checked: { parts: 4 },
  });
  expect(JSON.stringify(copy)).not.toContain('Muster');
  expect(copy.warnings).toEqual([expect.stringContaining('burned into the pixels')]);
  expect(await readdir(dirname(out))).toEqual(['copy.tif']);
});

test('a copy with the name of its original is told to be', async () => {
  const { slide, out } = await aPlace();
  const copy = await deidentify(slide, join(dirname(out), basename(slide)));
  expect(copy.warnings).toEqual([expect.anything(), expect.stringContaining('the name of the original')]);
});

test('the original is never the copy, whatever links lead to it', async () => {
  const { folder, slide, out } = await aPlace();
  await symlink(slide, join(folder, 'soft.tif'));
  await link(slide, join(folder, 'hard.tif'));
  await symlink(folder, join(folder, 'out', 'back'));
  const before = await readFile(slide);
  for (const place of ['slide.tif', 'soft.tif', 'hard.tif', 'out/../slide.tif', 'out/back/slide.tif'])
    await expect(deidentify(slide, join(folder, place), { mayReplace: true })).rejects.toMatchObject({
      code: 'argument-invalid',
    });
  expect(await readFile(slide)).toEqual(before);
  expect(await readdir(dirname(out))).toEqual(['back']);
});

test('a copy of a folder lies neither in it nor around it', async () => {
  const folder = await aFolder({ 'series/a.dcm': aDicomSlide() });
  const series = join(folder, 'series');
  for (const out of [series, join(series, 'copy'), folder])
    await expect(deidentify(series, out, { mayReplace: true })).rejects.toMatchObject({
      code: 'argument-invalid',
    });
  expect(await readdir(series)).toEqual(['a.dcm']);
});

test('what is there is replaced only where that is asked for', async () => {
  const { slide, out } = await aPlace();
  await writeFile(out, 'older');
  await expect(deidentify(slide, out)).rejects.toMatchObject({ code: 'output-exists' });
  expect(await readFile(out, 'utf8')).toBe('older');
  await deidentify(slide, out, { mayReplace: true });
  expect((await stat(out)).size).toBeGreaterThan(1000);
  await expect(deidentify(slide, dirname(out), { mayReplace: true })).rejects.toMatchObject({
    code: 'output-exists',
  });
});

test('a folder is replaced only when it is an earlier copy', async () => {
  const folder = await aFolder({ 'series/a.dcm': aDicomSlide(), 'mine/notes.txt': 'mine' });
  const [series, out] = [join(folder, 'series'), join(folder, 'copy')];
  await deidentify(series, out);
  await expect(deidentify(series, out)).rejects.toMatchObject({ code: 'output-exists' });
  await deidentify(series, out, { mayReplace: true });
  expect((await readdir(folder)).sort()).toEqual(['copy', 'mine', 'series']);
  await expect(deidentify(series, join(folder, 'mine'), { mayReplace: true })).rejects.toThrow('other files');
  expect(await readdir(join(folder, 'mine'))).toEqual(['notes.txt']);
});

test('a copy that fails leaves nothing', async () => {
  const { folder, slide, out } = await aPlace();
  const cut = join(folder, 'cut.tif');
  await writeFile(cut, aSlide().subarray(0, 2500));
  await expect(deidentify(cut, out)).rejects.toMatchObject({ code: 'slide-unreadable' });
  const damaged = aTiff([{ tags: rgbTags(16, 16, 7), parts: [Buffer.alloc(768)] }]);
  await writeFile(cut, damaged);
  await expect(deidentify(cut, out)).rejects.toMatchObject({ code: 'deidentification-failed' });
  const named = rgbTiles(32, 32).map((tile) =>
    Buffer.concat([Buffer.from(plantedName), tile]).subarray(0, tile.length),
  );
  await writeFile(cut, aTiff([{ tags: [...rgbTags(32, 32), text(315, plantedName)], parts: named }]));
  await expect(deidentify(cut, out)).rejects.toThrow('did not pass its check');
  await expect(deidentify(slide, join(folder, 'no', 'copy.tif'))).rejects.toMatchObject({
    code: 'output-unwritable',
  });
  await expect(deidentify(join(folder, 'none.tif'), out)).rejects.toMatchObject({ code: 'file-missing' });
  expect(await readdir(dirname(out))).toEqual([]);
});

test('a cancelled copy leaves nothing', async () => {
  const { slide, out } = await aPlace();
  const controller = new AbortController();
  const onProgress = () => controller.abort();
  await expect(deidentify(slide, out, { signal: controller.signal, onProgress })).rejects.toMatchObject({
    code: 'cancelled',
  });
  expect(await readdir(dirname(out))).toEqual([]);
});

test('what a killed run left is removed, what another one writes is not', async () => {
  const { slide, out } = await aPlace();
  const unfinished = (pid: number) => `${out}.${pid}.partial`;
  await writeFile(unfinished(2 ** 30), 'of a process that is gone');
  await writeFile(unfinished(process.ppid), 'of one that runs');
  await writeFile(`${out}.notes.partial`, 'of somebody else');
  await deidentify(slide, out);
  expect((await readdir(dirname(out))).sort()).toEqual(
    ['copy.tif', basename(unfinished(process.ppid)), 'copy.tif.notes.partial'].sort(),
  );
});

test('a slide that is larger than the free disk is refused before anything is written', async () => {
  const { folder, slide, out } = await aPlace();
  await truncate(slide, Math.floor((await readFreeBytes(folder)) * 1.5)).catch(() => undefined);
  if ((await stat(slide)).size < (await readFreeBytes(folder))) return; // the disk knows no sparse files
  await expect(deidentify(slide, out)).rejects.toMatchObject({ code: 'disk-full' });
  expect(await readdir(dirname(out))).toEqual([]);
});

test('a slide that changes while it is copied is told', async () => {
  const { slide, out } = await aPlace();
  let isChanged: Promise<void> | undefined;
  const onProgress = () => {
    isChanged ??= touch(slide);
  };
  await expect(deidentify(slide, out, { onProgress })).rejects.toMatchObject({ code: 'slide-changed' });
  await isChanged;
  expect(await readdir(dirname(out))).toEqual([]);
});

async function touch(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  await handle.utimes(new Date(0), new Date(0));
  await handle.close();
}
