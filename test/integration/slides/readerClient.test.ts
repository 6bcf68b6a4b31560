import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import type { SlideEntry } from '../../../main/domain/slide.ts';
import { createSlideReaders, type SlideReader } from '../../../main/slides/reader/readerClient.ts';
import { aColour, aFolder } from '../../unit/slides/slideFolder.ts';

const deadlyPath = fileURLToPath(new URL('../../helpers/deadlyReaderProcess.ts', import.meta.url));

/** Readers whose process dies where it is told to. */
const readers = createSlideReaders({ processPath: deadlyPath, memoryLimitBytes: 500e6 });
const impatient = createSlideReaders({
  processPath: deadlyPath,
  openTimeoutMs: 1000,
  requestTimeoutMs: 1000,
});
afterAll(async () => {
  await readers.dispose();
  await impatient.dispose();
});

async function aSmear(name = 'smear.png'): Promise<SlideEntry> {
  const folder = await aFolder({ [name]: await aColour([210, 160, 200], 300, 200).png().toBuffer() });
  return { name, path: join(folder, name), kind: 'image-file' };
}

async function opened(entry: SlideEntry, from = readers): Promise<SlideReader> {
  const reader = await from.open(entry);
  onTestFinished(() => reader.dispose());
  return reader;
}

const region = { level: 0, xPx: 0, yPx: 0, widthPx: 2, heightPx: 1 };
const wanted = [210, 160, 200, 210, 160, 200];
/** Rows at which the process of these tests dies; a real one would give white. */
const rows = { segmentationFault: 1001, abort: 1002, hang: 1003, growth: 1004, exit: 1005 } as const;

describe('a slide in a process of its own', () => {
  test('gives what the slide itself would give', async () => {
    const reader = await opened(await aSmear());
    expect(reader.info).toMatchObject({ name: 'smear.png', widthPx: 300, heightPx: 200 });
    expect([...(await reader.readRegion(region)).data]).toEqual(wanted);
    const tile = { level: 9, column: 0, row: 0, tilePx: 256, overlapPx: 1, quality: 80 };
    const { jpeg, isDamaged } = await reader.renderTile(tile);
    expect([jpeg[0], jpeg[1], isDamaged]).toEqual([0xff, 0xd8, false]);
    await reader.checkReadable();
    await expect(reader.readAssociatedImage('label')).rejects.toMatchObject({ code: 'argument-invalid' });
  });

  test('hands a sound process on to the next slide, and never one that was lost', async () => {
    const sparing = createSlideReaders({
      processPath: deadlyPath,
      slidesPerProcess: 3,
      requestTimeoutMs: 5000,
    });
    onTestFinished(() => sparing.dispose());
    const text = { name: 'a.png', path: join(await aFolder({ 'a.png': 'text' }), 'a.png') };
    for (const grey of [50, 60, 70, 80, 90]) {
      await expect(sparing.open({ ...text, kind: 'image-file' })).rejects.toMatchObject({
        code: 'slide-unreadable',
      });
      const folder = await aFolder({ 'b.png': await aColour([grey]).png().toBuffer() });
      const reader = await sparing.open({ name: 'b.png', path: join(folder, 'b.png'), kind: 'image-file' });
      expect((await reader.readRegion(region)).data[0]).toBe(grey);
      if (grey === 70)
        await expect(reader.readRegion({ ...region, yPx: rows.segmentationFault })).rejects.toMatchObject({
          code: 'slide-reader-lost',
        });
      await reader.dispose();
    }
  });

  test('is opened beside others, each with its own pixels', async () => {
    const open = async (grey: number) => {
      const folder = await aFolder({ 'a.png': await aColour([grey]).png().toBuffer() });
      return opened({ name: 'a.png', path: join(folder, 'a.png'), kind: 'image-file' });
    };
    const slides = await Promise.all([open(50), open(100), open(150)]);
    const first = await Promise.all(slides.map(async (slide) => (await slide.readRegion(region)).data[0]));
    expect(first).toEqual([50, 100, 150]);
  });

  test('says what is wrong with a slide as the slide itself would', async () => {
    const entry = await aSmear();
    await rm(entry.path);
    await expect(readers.open(entry)).rejects.toMatchObject({ code: 'file-missing' });
  });

  test('refuses a region that no caller may ask for as a bug', async () => {
    const reader = await opened(await aSmear());
    await expect(reader.readRegion({ ...region, level: 5 })).rejects.toThrow(/no number 5/);
  });
});

describe('a process that is lost', () => {
  test.each([
    ['crashes in native code', rows.segmentationFault, /crash \(SIGSEGV\)/],
    ['is aborted by a library', rows.abort, /crash \(SIGABRT\)/],
    ['ends without a word', rows.exit, /crash \(exit code 3\)/],
    ['takes too much memory', rows.growth, /more than 0.5 GB of memory/],
  ])('is named when it %s, and the next call has a new one', async (_how, yPx, said) => {
    const reader = await opened(await aSmear());
    await expect(reader.readRegion({ ...region, yPx })).rejects.toMatchObject({
      code: 'slide-reader-lost',
      message: expect.stringMatching(said),
    });
    expect([...(await reader.readRegion(region)).data]).toEqual(wanted);
  });

  test('because it hangs takes all its calls along, and no other slide', async () => {
    const dying = await opened(await aSmear(), impatient);
    const other = await opened(await aSmear('other.png'), impatient);
    const calls = [
      dying.readRegion({ ...region, yPx: rows.hang }),
      dying.readRegion(region),
      dying.checkReadable(),
      other.readRegion(region),
    ];
    const ends = await Promise.allSettled(calls);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'fulfilled']);
    expect(ends[0]).toMatchObject({
      reason: { code: 'slide-reader-lost', message: expect.stringContaining('no progress for 1 s') },
    });
    const again = await Promise.all([dying.readRegion(region), dying.readRegion(region)]);
    expect(again.map(({ data }) => [...data])).toEqual([wanted, wanted]);
  });

  test('while opening is named too', async () => {
    await expect(impatient.open(await aSmear('hanging.png'))).rejects.toMatchObject({
      code: 'slide-reader-lost',
      message: expect.stringContaining('hanging.png made no progress for 1 s'),
    });
  });

  test('that cannot even start is no fault of the slide', async () => {
    const folder = await aFolder({ 'broken.ts': 'process.exit(7);' });
    const broken = createSlideReaders({ processPath: join(folder, 'broken.ts') });
    onTestFinished(() => broken.dispose());
    await expect(broken.open(await aSmear())).rejects.toMatchObject({
      code: 'slide-reader-lost',
      message: expect.stringContaining('could not start (exit code 7)'),
    });
  });
});

test('a program that forgets its readers still comes to its end, and they with it', async () => {
  const entry = await aSmear();
  const clientUrl = new URL('../../../main/slides/reader/readerClient.ts', import.meta.url).href;
  const program = `
    const { createSlideReaders } = await import(${JSON.stringify(clientUrl)});
    const reader = await createSlideReaders().open(${JSON.stringify(entry)});
    console.log(reader.info.widthPx);`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
  expect(stdout.trim()).toBe('300');
});

describe('a call that is not wanted any more', () => {
  test('ends at once, even when its process hangs', async () => {
    const reader = await opened(await aSmear());
    const controller = new AbortController();
    const hanging = reader.readRegion({ ...region, yPx: rows.hang }, controller.signal);
    controller.abort();
    await expect(hanging).rejects.toMatchObject({ code: 'cancelled' });
    await expect(reader.readRegion(region, controller.signal)).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('is cancelled when its slide is closed', async () => {
    const reader = await readers.open(await aSmear());
    const hanging = reader.readRegion({ ...region, yPx: rows.hang });
    const disposed = reader.dispose();
    await expect(hanging).rejects.toMatchObject({ code: 'cancelled' });
    await disposed;
    await expect(reader.readRegion(region)).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('does not open a slide', async () => {
    await expect(readers.open(await aSmear(), { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
