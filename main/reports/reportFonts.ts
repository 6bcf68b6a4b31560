import { readFileSync } from 'node:fs';
import { create, type Font } from 'fontkit';

export type FontStyle = 'regular' | 'bold' | 'mono';
export type FontName = FontStyle | 'fallback' | 'chinese';

const eastAsian = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u;

const folder = new URL('../../resources/fonts/', import.meta.url);

const files: Readonly<Record<FontName, string>> = {
  regular: 'IBMPlexSans-Regular.ttf',
  bold: 'IBMPlexSans-SemiBold.ttf',
  mono: 'IBMPlexMono-Regular.ttf',
  fallback: 'DejaVuSans.ttf',
  chinese: 'NotoSansSC-Regular.ttf',
};

/** A font file and what letters it has. */
export interface ReportFont {
  readonly bytes: Buffer;
  readonly font: Font;
}

export type ReportFonts = Readonly<Record<FontName, ReportFont>>;

/** Reads the fonts of the reports. @see resources/fonts/README.md */
export function readReportFonts(): ReportFonts {
  return {
    regular: readFont('regular'),
    bold: readFont('bold'),
    mono: readFont('mono'),
    fallback: readFont('fallback'),
    chinese: readFont('chinese'),
  };
}

/** The file is unpacked when the first letter is asked for: the Chinese one takes half a second. */
function readFont(name: FontName): ReportFont {
  const bytes = readFileSync(new URL(files[name], folder));
  let opened: Font | undefined;
  return {
    bytes,
    get font() {
      opened ??= openFont(bytes, name);
      return opened;
    },
  };
}

function openFont(bytes: Buffer, name: FontName): Font {
  const font = create(bytes);
  if ('fonts' in font) throw new Error(`${files[name]} is a font collection`);
  return font;
}

/** A text and the font that it can be set in. */
export interface SetText {
  readonly fontName: FontName;
  readonly text: string;
}

/** Chooses the font for a text: the wanted style, or the one that lacks the fewest of its letters. A letter
 *  that it lacks, and anything invisible that could reorder or hide text, is spelled as [U+202E]. */
export function chooseFont(fonts: ReportFonts, style: FontStyle, text: string): SetText {
  const letters = [...text.normalize('NFC')];
  const lacks = (name: FontName) => (letter: string) =>
    !isPrintable(letter) || !hasGlyph(fonts[name], letter);
  const countLacking = (name: FontName) => letters.filter(lacks(name)).length;
  if (countLacking(style) === 0) return { fontName: style, text: letters.join('') };
  const others: readonly FontName[] = eastAsian.test(text) ? ['fallback', 'chinese'] : ['fallback'];
  const fontName = others.reduce<FontName>(
    (best, next) => (countLacking(next) < countLacking(best) ? next : best),
    style,
  );
  const isLacking = lacks(fontName);
  return { fontName, text: letters.map((letter) => (isLacking(letter) ? spell(letter) : letter)).join('') };
}

function hasGlyph({ font }: ReportFont, letter: string): boolean {
  return font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0);
}

/** False for control, format (bidirectional overrides, zero width) and unassigned characters. */
function isPrintable(letter: string): boolean {
  return !/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/u.test(letter);
}

function spell(letter: string): string {
  return `[U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;
}
