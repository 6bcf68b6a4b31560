import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { SlideEntry } from '../../../main/domain/slide.ts';
import { sharp } from '../../../main/slides/sharpLibrary.ts';

/** A folder of its own for one test, with these files in it; gone afterwards. */
export async function aFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'blastscope-slides-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, contents] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), contents);
  }
  return folder;
}

export function anImageEntry(folder: string, name: string): SlideEntry {
  return { name, path: join(folder, name), kind: 'image-file' };
}

export function aFieldFolderEntry(folder: string, name: string): SlideEntry {
  return { name, path: join(folder, name), kind: 'field-folder' };
}

/** A tiny field of one colour. @param values one to four channels, 0..255 */
export function aColour(values: readonly number[], widthPx = 8, heightPx = 6): ReturnType<typeof sharp> {
  const pixels = Uint8Array.from({ length: widthPx * heightPx * values.length }, (_, index) => {
    return values[index % values.length] ?? 0;
  });
  const channels = values.length as 1 | 2 | 3 | 4;
  return sharp(pixels, { raw: { width: widthPx, height: heightPx, channels } });
}

/** The same with 16 bits a channel. @param values 0..65535 */
export function aDeepColour(values: readonly number[]): ReturnType<typeof sharp> {
  const pixels = Uint16Array.from(
    { length: 8 * 6 * values.length },
    (_, i) => values[i % values.length] ?? 0,
  );
  const channels = values.length as 1 | 2 | 3 | 4;
  return sharp(pixels, { raw: { width: 8, height: 6, channels } }).toColourspace(
    channels < 3 ? 'grey16' : 'rgb16',
  );
}

/** A JPEG field with detail in it, about 10 kB: blocks of random colours, always the same. */
export async function aJpegField(widthPx = 96, heightPx = 64): Promise<Buffer> {
  const pixels = Uint8Array.from(
    { length: widthPx * heightPx * 3 },
    (_, i) => (i * 7919 + (i >> 5) * 104729) & 255,
  );
  return sharp(pixels, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg()
    .toBuffer();
}
