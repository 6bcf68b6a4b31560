import { expect, test } from 'vitest';
import { convertArgb } from '../../../../main/slides/openslide/argbToRgb.ts';

/** A block of one row. */
function aRow(...argb: readonly number[]) {
  return {
    argb: Uint32Array.from(argb),
    argbWidthPx: argb.length,
    fromX: 0,
    fromY: 0,
    widthPx: argb.length,
    heightPx: 1,
  };
}

test('opaque pixels keep their colour, transparent ones show the background', () => {
  const row = aRow(0xff_0a_14_1e, 0, 0x80_80_00_40);
  expect([...convertArgb(row, 0xffffff, undefined).data]).toEqual([10, 20, 30, 255, 255, 255, 255, 127, 191]);
  expect([...convertArgb(row, 0x102030, undefined).data].slice(3, 6)).toEqual([16, 32, 48]);
});

test('a part of a block is taken row by row', () => {
  const argb = Uint32Array.from({ length: 12 }, (_, i) => (0xff000000 + i) >>> 0);
  const block = { argb, argbWidthPx: 4, fromX: 1, fromY: 1, widthPx: 2, heightPx: 2 };
  const { data } = convertArgb(block, 0xffffff, undefined);
  expect([data[2], data[5], data[8], data[11]]).toEqual([5, 6, 9, 10]);
});

test('a colour profile changes what was scanned and not the background', () => {
  const darken = { transformInPlace: (rgb: Uint8Array) => void rgb.fill(7) };
  expect([...convertArgb(aRow(0xff_0a_14_1e, 0), 0xffffff, darken).data]).toEqual([7, 7, 7, 255, 255, 255]);
});
