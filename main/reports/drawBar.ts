import type { Interval } from '../domain/clopperPearson.ts';
import { type ClassMark, inks } from './classMarks.ts';
import type { Sheet } from './reportSheet.ts';

/** A rectangle in points. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Fills a box in a class's colour and hatch. */
export function drawHatchedBox(sheet: Sheet, box: Box, mark: ClassMark): void {
  const { doc } = sheet;
  if (box.width <= 0) return;
  doc.rect(box.x, box.y, box.width, box.height).fill(mark.tint);
  if (mark.hatch !== 'solid') {
    doc.save();
    doc.rect(box.x, box.y, box.width, box.height).clip();
    const slant = { rising: box.height, falling: -box.height, upright: 0 }[mark.hatch];
    for (let x = box.x - box.height; x < box.x + box.width + box.height; x += 3) {
      doc.moveTo(x, box.y + box.height).lineTo(x + slant, box.y);
    }
    doc.lineWidth(0.9).strokeColor(mark.colour).stroke();
    doc.restore();
  }
  doc.rect(box.x, box.y, box.width, box.height).lineWidth(0.6).strokeColor(mark.colour).stroke();
}

/** The whiskers of an interval across a bar.
 *  @param track the box that stands for 0..maximum */
export function drawWhiskers(
  sheet: Sheet,
  track: Box,
  scale: { readonly interval: Interval; readonly maximum: number },
): void {
  const { doc } = sheet;
  const xOf = (fraction: number) =>
    track.x + (Math.min(fraction, scale.maximum) / scale.maximum) * track.width;
  const [low, high] = [xOf(scale.interval.low), xOf(scale.interval.high)];
  const middle = track.y + track.height / 2;
  const whiskers = () => {
    doc.moveTo(low, middle).lineTo(high, middle);
    for (const x of [low, high]) doc.moveTo(x, middle - 3).lineTo(x, middle + 3);
  };
  // a white edge lets the whiskers stand out on every colour
  whiskers();
  doc.lineWidth(2.6).strokeColor('#FFFFFF').stroke();
  whiskers();
  doc.lineWidth(1).strokeColor(inks.text).stroke();
}
