import { expect, test } from 'vitest';
import { chooseFont, readReportFonts } from '../../../main/reports/reportFonts.ts';
import { shortenMiddle } from '../../../main/reports/shortenMiddle.ts';

const fonts = readReportFonts();

test('names of many scripts are printed as they are', () => {
  expect(chooseFont(fonts, 'bold', 'Žofie Nováková, Кровь 3 µm')).toEqual({
    fontName: 'bold',
    text: 'Žofie Nováková, Кровь 3 µm',
  });
  expect(chooseFont(fonts, 'regular', 'Հայկ').fontName).toBe('fallback');
  expect(chooseFont(fonts, 'bold', '患者李明 3')).toEqual({ fontName: 'chinese', text: '患者李明 3' });
});

test('letters no font has, and marks that reorder text, are spelled out', () => {
  expect(chooseFont(fonts, 'regular', 'smear \u{1F9EB} a\u202Egpj.exe\n')).toEqual({
    fontName: 'regular',
    text: 'smear [U+1F9EB] a[U+202E]gpj.exe[U+000A]',
  });
});

test('a long name loses its middle, never half a letter', () => {
  const upTo = (length: number) => (candidate: string) => [...candidate].length <= length;
  expect(shortenMiddle('smear-0042.svs', upTo(14))).toBe('smear-0042.svs');
  expect(shortenMiddle('smear-0042.svs', upTo(9))).toBe('smea….svs');
  expect(shortenMiddle('e\u0301'.repeat(9), upTo(5))).toBe('e\u0301…e\u0301');
});
