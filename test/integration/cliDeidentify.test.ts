import { mkdir, open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseLines, runLab, startLab } from '../helpers/runLab.ts';
import { aTiff, rgbTags, rgbTiles, short, text } from '../unit/slides/deidentify/aTiff.ts';
import { holdsPlanted, plantedName } from '../unit/slides/deidentify/plantedName.ts';
import { haveSharedSlides, sharedSlide } from '../unit/slides/deidentify/sharedSlides.ts';
import { aFolder } from '../unit/slides/slideFolder.ts';

/** A plain slide of one uncompressed strip, so large that copying it takes a while. */
async function aLongJob(): Promise<{
  readonly folder: string;
  readonly slide: string;
  readonly out: string;
}> {
  const [widthPx, heightPx] = [10_000, 8000];
  const folder = await aFolder();
  await mkdir(join(folder, 'out'));
  const tags = rgbTags(widthPx, heightPx).filter(({ tag }) => tag < 322 && tag !== 256 && tag !== 257);
  const size = [short(256, widthPx), short(257, heightPx), text(315, plantedName)];
  const file = aTiff([{ tags: [...tags, ...size], parts: [Buffer.alloc(2)], isTiled: false }]);
  const byteCount = widthPx * heightPx * 3;
  const directory = file.readUInt32LE(4);
  for (let i = 0; i < file.readUInt16LE(directory); i += 1) {
    const entry = directory + 2 + 12 * i;
    if (file.readUInt16LE(entry) === 273) file.writeUInt32LE(file.length, entry + 8);
    if (file.readUInt16LE(entry) === 279) file.writeUInt32LE(byteCount, entry + 8);
  }
  const slide = join(folder, 'slide.tif');
  const handle = await open(slide, 'w');
  await handle.write(file);
  await handle.truncate(file.length + byteCount); // the pixels are a hole: black, and no disk used
  await handle.close();
  return { folder, slide, out: join(folder, 'out', 'copy.tif') };
}

async function untilUnfinished(outFolder: string): Promise<string> {
  for (;;) {
    const name = (await readdir(outFolder)).find((each) => each.endsWith('.partial'));
    if (name !== undefined && (await stat(join(outFolder, name))).size > 0) return name;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test('a run that is killed half-way leaves no file that looks finished, and the next one cleans up', async () => {
  const { folder, slide, out } = await aLongJob();
  const running = startLab(['deidentify', slide, '--out', out]);
  const unfinished = await untilUnfinished(join(folder, 'out'));
  running.process.kill('SIGKILL');
  await running.exit;
  expect(await readdir(join(folder, 'out'))).toEqual([unfinished]);
  const { code, stderr } = await runLab(['deidentify', slide, '--out', out]);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(await readdir(join(folder, 'out'))).toEqual(['copy.tif']);
});

test('a run that is stopped by Ctrl-C leaves nothing', async () => {
  const { folder, slide, out } = await aLongJob();
  const running = startLab(['deidentify', slide, '--out', out]);
  await untilUnfinished(join(folder, 'out'));
  running.process.kill('SIGINT');
  expect((await running.exit).code).toBe(130);
  expect(await readdir(join(folder, 'out'))).toEqual([]);
});

test('--json prints one object, which names nobody; failures say their code', async () => {
  const folder = await aFolder({
    'slide.tif': aTiff([{ tags: [...rgbTags(32, 32), text(315, plantedName)], parts: rgbTiles(32, 32) }]),
    'photo.jpg': Buffer.from('\xff\xd8\xff\xe0 more', 'latin1'),
  });
  const [slide, out] = [join(folder, 'slide.tif'), join(folder, 'copy.tif')];
  const done = await runLab(['deidentify', slide, '--out', out, '--json']);
  expect(done.code).toBe(0);
  expect(parseLines(done.stdout)).toMatchObject([{ path: out, removedTags: ['Artist'], removedImages: [] }]);
  expect(holdsPlanted(Buffer.from(done.stdout + done.stderr))).toBe(false);
  const again = await runLab(['deidentify', slide, '--out', out]);
  expect(again).toMatchObject({ code: 1, stdout: '' });
  expect(again.stderr).toContain('error [output-exists]');
  expect((await runLab(['deidentify', slide, '--out', out, '--overwrite'])).code).toBe(0);
  const photo = await runLab(['deidentify', join(folder, 'photo.jpg'), '--out', join(folder, 'x.jpg')]);
  expect(photo.code).toBe(1);
  expect(photo.stderr).toContain('JPEG');
  expect((await runLab(['deidentify', slide])).code).toBe(2);
});

describe.skipIf(!haveSharedSlides)('a real Aperio slide', () => {
  test('loses label and macro, and OpenSlide sees the same pixels', async () => {
    const out = join(await aFolder(), 'case-1.svs');
    const { code, stdout } = await runLab([
      'deidentify',
      sharedSlide('CMU-1-Small-Region.svs'),
      '--out',
      out,
      '--json',
    ]);
    expect(code).toBe(0);
    expect(parseLines(stdout)).toMatchObject([
      { format: 'aperio', removedImages: ['label', 'macro'], checked: { parts: 178, withOpenSlide: true } },
    ]);
    expect((await readFile(out)).includes('CMU-1')).toBe(false);
  });
});
