import { expect, test } from 'vitest';
import { createColourTransform } from '../../../main/slides/colourTransform.ts';
import { sharp } from '../../../main/slides/sharpLibrary.ts';

/** The ICC profile that sharp writes for a colour space. */
async function aProfile(name: 'p3' | 'srgb'): Promise<Uint8Array> {
  const square = { width: 8, height: 8, channels: 3, background: '#804020' } as const;
  const { icc } = await sharp(
    await sharp({ create: square }).withIccProfile(name).png().toBuffer(),
  ).metadata();
  if (icc === undefined) throw new Error(`sharp wrote no ${name} profile`);
  return icc;
}

test("a stain's colours come out as another colour engine gives them", async () => {
  const transform = await createColourTransform(await aProfile('p3'));
  // Display P3 to sRGB by Pillow 12's ImageCms (Little CMS, perceptual)
  const expected = [
    [200, 150, 190, 209, 147, 193],
    [120, 60, 150, 129, 56, 155],
    [240, 225, 230, 243, 224, 230],
    [90, 40, 110, 97, 36, 114],
    [230, 180, 170, 239, 177, 168],
    [255, 255, 255, 255, 255, 255],
    [128, 128, 128, 128, 128, 128],
    [0, 0, 0, 0, 0, 0],
  ];
  const pixels = Uint8Array.from(expected.flatMap((row) => row.slice(0, 3)));
  transform?.transformInPlace(pixels);
  // both engines round to 8 bits
  for (const [index, value] of expected.flatMap((row) => row.slice(3)).entries())
    expect(Math.abs((pixels[index] ?? -9) - value)).toBeLessThanOrEqual(1);
});

test('an sRGB profile and one that is no profile leave the colours as they are', async () => {
  expect(await createColourTransform(await aProfile('srgb'))).toBeUndefined();
  expect(await createColourTransform(Buffer.alloc(600, 7))).toBeUndefined();
  expect(await createColourTransform(new Uint8Array(0))).toBeUndefined();
});
