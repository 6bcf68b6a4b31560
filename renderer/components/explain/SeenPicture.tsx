import { useEffect, useRef } from 'react';
import type { PixelBox } from '../../../main/domain/cell.ts';
import { mirrorTiles } from './mirrorTiles.ts';

const edgePx = 384;

/** What the network was shown: the slide as far as the cell's field goes, and its mirror image beyond.
 *  @param address of the window as it is on the slide
 *  @param field in the window, as `mirrorTiles` takes it */
export function SeenPicture({ address, field }: { readonly address: string; readonly field: PixelBox }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const tiles = useRef(mirrorTiles(field));
  tiles.current = mirrorTiles(field);
  useEffect(() => {
    const picture = new Image();
    let isShown = true;
    picture.onload = () => {
      const ink = canvas.current?.getContext('2d');
      if (!isShown || !ink) return;
      ink.clearRect(0, 0, edgePx, edgePx);
      for (const { part, mirrorX, mirrorY } of tiles.current) {
        ink.save();
        ink.scale(edgePx, edgePx);
        ink.beginPath();
        ink.rect(part.xPx, part.yPx, part.widthPx, part.heightPx);
        ink.clip();
        if (mirrorX !== undefined) ink.transform(-1, 0, 0, 1, 2 * mirrorX, 0);
        if (mirrorY !== undefined) ink.transform(1, 0, 0, -1, 0, 2 * mirrorY);
        ink.drawImage(picture, 0, 0, 1, 1);
        ink.restore();
      }
    };
    picture.src = address;
    return () => {
      isShown = false;
    };
  }, [address]);
  return <canvas ref={canvas} width={edgePx} height={edgePx} />;
}
