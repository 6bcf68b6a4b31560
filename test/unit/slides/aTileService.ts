import { onTestFinished } from 'vitest';
import { createTileService, type Picture, type TileServiceSettings } from '../../../main/slides/tiles.ts';
import { inProcessReaders } from './inProcessReaders.ts';

/** A tile of the full resolution of `writePyramid`, whose level 10 it is; stored as column 1, row 1 of 5 by 4. */
export const middleTile = { level: 10, column: 1, row: 1, tilePx: 128, overlapPx: 0, quality: 85 };

/** A service over readers in the test's own process; gone after the test. */
export function aTileService(settings: TileServiceSettings = {}) {
  const readers = inProcessReaders();
  const service = createTileService({ readers, ...settings });
  onTestFinished(() => service.dispose());
  return { readers, service };
}

export function jpegOf(picture: Picture): Uint8Array {
  if (picture.kind !== 'picture') throw new Error('said not to be modified');
  return picture.jpeg;
}
