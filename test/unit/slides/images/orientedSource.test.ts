import { expect, test } from 'vitest';
import { createOrientedSource } from '../../../../main/slides/images/orientedSource.ts';
import { sharp } from '../../../../main/slides/sharpLibrary.ts';
import { aPatternImage, largestDifference, openTiles, readLevel } from '../tiff/tiledTiff.ts';

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'orientation %i is turned upright as sharp turns it',
  async (orientation) => {
    const tiff = await aPatternImage(150, 110)
      .withMetadata({ orientation })
      .tiff({ tile: true, tileWidth: 64, tileHeight: 48, compression: 'lzw' })
      .toBuffer();
    const { source, image } = await openTiles(tiff);
    expect(image.orientation).toBe(orientation);
    const upright = createOrientedSource(source, orientation);
    const { data, info } = await sharp(tiff).autoOrient().raw().toBuffer({ resolveWithObject: true });
    expect([upright.info.widthPx, upright.info.heightPx]).toEqual([info.width, info.height]);
    expect(largestDifference((await readLevel(upright)).data, data)).toBe(0);
    // a region that reaches beyond the left edge
    const part = await upright.readRegion({ level: 0, xPx: -3, yPx: 50, widthPx: 10, heightPx: 1 });
    const at = 50 * info.width * 3;
    expect([...part.data]).toEqual([...new Array<number>(9).fill(255), ...data.subarray(at, at + 21)]);
  },
);
