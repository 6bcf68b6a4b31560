import { chooseFont, type FontStyle, type ReportFonts } from './reportFonts.ts';

/** How a text is set in an SVG. */
export interface SvgTextStyle {
  readonly x: number;
  /** of the baseline */
  readonly y: number;
  readonly sizePx: number;
  readonly font?: FontStyle;
  readonly colour: string;
}

/** A text as SVG outlines, so that it looks the same on machines without fonts. */
export function svgText(fonts: ReportFonts, text: string, style: SvgTextStyle): string {
  const chosen = chooseFont(fonts, style.font ?? 'regular', text);
  const { font } = fonts[chosen.fontName];
  const scale = style.sizePx / font.unitsPerEm;
  const run = font.layout(chosen.text);
  let advance = 0;
  const outlines = run.glyphs.map((glyph, index) => {
    const position = run.positions[index];
    const x = advance + (position?.xOffset ?? 0);
    advance += position?.xAdvance ?? glyph.advanceWidth;
    return `<path transform="translate(${x} ${position?.yOffset ?? 0})" d="${glyph.path.toSVG()}"/>`;
  });
  const place = `translate(${style.x} ${style.y}) scale(${scale} ${-scale})`;
  return `<g fill="${style.colour}" transform="${place}">${outlines.join('')}</g>`;
}

/** Width of a text in pixels. */
export function svgTextWidth(
  fonts: ReportFonts,
  text: string,
  style: Pick<SvgTextStyle, 'sizePx' | 'font'>,
): number {
  const chosen = chooseFont(fonts, style.font ?? 'regular', text);
  const { font } = fonts[chosen.fontName];
  return (font.layout(chosen.text).advanceWidth * style.sizePx) / font.unitsPerEm;
}
