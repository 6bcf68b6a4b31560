import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { intersectionOverUnion } from '../../../main/domain/cell.ts';
import { hashSlide } from '../../../main/slides/hashSlide.ts';
import { listSlideEntries } from '../../../main/slides/listSlideEntries.ts';
import { renderSyntheticField } from '../../../main/slides/synthetic/renderSyntheticField.ts';
import {
  syntheticTruthFileName,
  writeSyntheticSlides,
} from '../../../main/slides/synthetic/writeSyntheticSlides.ts';
import { aFolder } from './slideFolder.ts';

const request = {
  seed: 5,
  widthPx: 320,
  heightPx: 240,
  redCellPx: 24,
  stain: 'lavender',
  cellMix: { lymphocyte: 3, neutrophil: 2, monocyte: 2, blast: 3 },
} as const;

test('the same seed renders the same smear, another seed another one', () => {
  const [first, again, other] = [5, 5, 6].map((seed) => renderSyntheticField({ ...request, seed }));
  expect(again?.truth).toEqual(first?.truth);
  expect(Buffer.compare(first?.pixels.data ?? Buffer.alloc(0), again?.pixels.data ?? Buffer.alloc(1))).toBe(
    0,
  );
  expect(other?.truth).not.toEqual(first?.truth);
});

test('each white cell drawn has its box inside the field, about its kind’s size, on no other cell', () => {
  const { truth } = renderSyntheticField(request);
  expect(truth.map(({ kind }) => kind).sort()).toEqual(
    [...Array(3).fill('blast'), ...Array(3).fill('lymphocyte'), ...Array(2).fill('monocyte')].concat(
      Array(2).fill('neutrophil'),
    ),
  );
  for (const cell of truth) {
    expect(cell.xPx).toBeGreaterThanOrEqual(0);
    expect(cell.yPx).toBeGreaterThanOrEqual(0);
    expect(cell.xPx + cell.widthPx).toBeLessThanOrEqual(request.widthPx);
    expect(cell.yPx + cell.heightPx).toBeLessThanOrEqual(request.heightPx);
    // 0.6: a third of the radius may be cut off; 2.9: a large cell, elongated and rough
    expect(cell.widthPx / request.redCellPx).toBeGreaterThan(0.6);
    expect(cell.widthPx / request.redCellPx).toBeLessThan(2.9);
    for (const other of truth)
      if (other !== cell) expect(intersectionOverUnion(cell, other)).toBeLessThan(0.3);
  }
});

test('nuclei are darker than red cells, and red cells than the background', () => {
  const { pixels, truth } = renderSyntheticField({ ...request, cellMix: { blast: 4 } });
  const greenAt = (x: number, y: number) =>
    pixels.data[(Math.floor(y) * request.widthPx + Math.floor(x)) * 3 + 1] ?? 0;
  for (const { xPx, yPx, widthPx, heightPx } of truth)
    expect(greenAt(xPx + widthPx / 2, yPx + heightPx / 2)).toBeLessThan(150);
  const greens = pixels.data.filter((_, index) => index % 3 === 1).sort();
  const median = greens[greens.length >> 1] ?? 0;
  expect(median).toBeGreaterThan(225);
  expect(greens.filter((value) => value > 150 && value < 225).length / greens.length).toBeGreaterThan(0.1);
});

test('writes three slides that say synthetic, list as slides, and hash the same again', async () => {
  const folder = await aFolder();
  const small = { seed: 3, fieldCount: 2, widthPx: 320, heightPx: 240 };
  const slides = await writeSyntheticSlides(folder, small);
  const { entries, ignored } = await listSlideEntries(folder);
  expect(entries.map(({ name, kind }) => [name, kind])).toEqual([
    ['SYNTHETIC-blasts', 'field-folder'],
    ['SYNTHETIC-normal', 'field-folder'],
    ['SYNTHETIC-single-field.png', 'image-file'],
  ]);
  expect(ignored).toEqual([syntheticTruthFileName]);
  expect(new Set(slides.map(({ entry }) => entry.path))).toEqual(new Set(entries.map(({ path }) => path)));
  const truth: unknown = JSON.parse(await readFile(join(folder, syntheticTruthFileName), 'utf8'));
  expect(truth).toMatchObject({ description: expect.stringContaining('SYNTHETIC'), slides: { length: 3 } });
  const elsewhere = await aFolder();
  const again = await writeSyntheticSlides(elsewhere, small);
  for (const [index, { entry }] of slides.entries()) {
    const twin = again[index];
    expect(twin === undefined ? undefined : await hashSlide(twin.entry)).toEqual(await hashSlide(entry));
  }
});
