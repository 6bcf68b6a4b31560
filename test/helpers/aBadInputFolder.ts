import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sharp } from '../../main/slides/sharpLibrary.ts';
import { aScratchFolder } from './aSmearFolder.ts';

/** A folder with every kind of image that a lab has handed in, good and bad, each a slide of its own.
 *  @param field a good JPEG field */
export async function aBadInputFolder(field: string): Promise<string> {
  const folder = await aScratchFolder();
  const bytes = await readFile(field);
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const deep = Uint16Array.from(data, (value) => value * 257);
  const opaque = Buffer.alloc(width * height * 4, 255);
  for (let pixel = 0; pixel < width * height; pixel += 1)
    opaque.set(data.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
  const write = (name: string, content: Uint8Array | string) => writeFile(join(folder, name), content);
  await write('good.jpg', bytes);
  await write('zero-bytes.jpg', '');
  await write('cut-short.jpg', bytes.subarray(0, Math.floor(bytes.length / 2)));
  await write('text.jpg', 'Dear lab, please find the image attached.');
  const onePixel = { width: 1, height: 1, channels: 3, background: '#c0a0d0' } as const;
  await write('one-pixel.png', await sharp({ create: onePixel }).png().toBuffer());
  const deepRaw = { width, height, channels: 3 } as const;
  await write('16-bit.png', await sharp(deep, { raw: deepRaw }).toColourspace('rgb16').png().toBuffer());
  await write('cmyk.jpg', await sharp(bytes).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer());
  await write('grey.jpg', await sharp(bytes).greyscale().jpeg().toBuffer());
  await write(
    'alpha.png',
    await sharp(opaque, { raw: { width, height, channels: 4 } })
      .png()
      .toBuffer(),
  );
  await write('notes.txt', 'no slide');
  return folder;
}
