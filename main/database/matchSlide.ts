import { resolve } from 'node:path';
import { LabError } from '../domain/labError.ts';
import type { SlideRecord } from '../domain/slideRecord.ts';

/** The slide that a person means by what was typed: an id, a path, a name, a name without its ending, or the
 *  beginning of an id or name, in this order. Of several slides at one path the newest: the file was replaced.
 *  @param slides oldest first
 *  @throws LabError 'slide-unknown' when there is none, 'argument-invalid' when several could be meant */
export function matchSlide(slides: readonly SlideRecord[], wanted: string): SlideRecord {
  for (const fits of waysToMean(wanted)) {
    const found = newestAtEachPath(slides.filter(fits));
    const [only] = found;
    if (only === undefined) continue;
    if (found.length === 1) return only;
    const some = found.slice(0, 5).map((slide) => slide.path);
    throw new LabError(
      'argument-invalid',
      `${found.length} slides could be meant by ${wanted}: ${some.join(', ')}${found.length > 5 ? ' …' : ''}. Give the path of one.`,
      { slide: wanted, count: found.length },
    );
  }
  throw new LabError(
    'slide-unknown',
    `There is no slide ${wanted} in this database${slides.length === 0 ? ', which holds none yet' : ''}. Scan it first, or check the name.`,
    { slide: wanted },
  );
}

function waysToMean(wanted: string): readonly ((slide: SlideRecord) => boolean)[] {
  if (wanted === '') return [];
  const path = resolve(wanted);
  return [
    (slide) => slide.id === wanted,
    (slide) => slide.path === wanted || slide.path === path,
    (slide) => slide.name === wanted,
    (slide) => slide.name.replace(/\.[^.]+$/, '') === wanted,
    (slide) => slide.id.startsWith(wanted) || slide.name.startsWith(wanted),
  ];
}

function newestAtEachPath(slides: readonly SlideRecord[]): readonly SlideRecord[] {
  return [...new Map(slides.map((slide) => [slide.path, slide])).values()];
}
