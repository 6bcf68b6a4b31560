import sharp from 'sharp';
import { expect, test } from 'vitest';
import { renderContactSheet } from '../../../main/reports/renderContactSheet.ts';
import { aCrop } from './aReportInput.ts';

test('a contact sheet is a picture as wide and high as its cells need', async () => {
  const jpeg = await aCrop();
  const cells = Array.from({ length: 9 }, (_, index) => ({
    jpeg,
    caption: `field-${index}.jpg · 12, 34 & <more> of a very long name`,
    blastProbability: index / 8,
  }));
  const sheet = await renderContactSheet(cells, { title: 'smear-0042 <&>', columns: 5, isSynthetic: true });
  expect(await sharp(sheet).metadata()).toMatchObject({ format: 'png', width: 886, height: 594 });
});

test('the most blast-like cell comes first, whatever the order given', async () => {
  const crop = (background: string) =>
    sharp({ create: { width: 96, height: 96, channels: 3, background } })
      .jpeg()
      .toBuffer();
  const cells = [
    { jpeg: await crop('#00FF00'), caption: 'a', blastProbability: 0.1 },
    { jpeg: await crop('#0000FF'), caption: 'b', blastProbability: 0.9 },
  ];
  const sheet = await renderContactSheet(cells, { title: 'smear' });
  const centre = await sharp(sheet).extract({ left: 100, top: 220, width: 1, height: 1 }).raw().toBuffer();
  expect(centre[2]).toBeGreaterThan(200);
  expect(centre[1]).toBeLessThan(60);
});

test('a slide without a cell gives a sheet that says so', async () => {
  const sheet = await renderContactSheet([], { title: 'smear' });
  expect((await sharp(sheet).stats()).isOpaque).toBe(true);
});
