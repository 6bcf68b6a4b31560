import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../../../shared/data/wsi/', import.meta.url));

/** The real slides beside the checkout; tests that need them are skipped where they are missing. */
export const haveSharedSlides = existsSync(folder);

export function sharedSlide(name: string): string {
  return `${folder}${name}`;
}
