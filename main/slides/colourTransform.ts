import { sharp } from './sharpLibrary.ts';

/** Turns the colours of a slide's ICC profile into sRGB. */
export interface ColourTransform {
  /** Changes uint8 RGB pixels, three bytes a pixel, where they lie: 1.2 ms for a tile of 256 px. */
  readonly transformInPlace: (rgb: Uint8Array) => void;
}

/** Colours along one edge of the table: every third of 256, so that each is exact in 8 bits. */
const gridSize = 86;
const gridStep = 255 / (gridSize - 1);
const redStride = gridSize * gridSize * 3;
const greenStride = gridSize * 3;
const blueStride = 3;
const wholeStride = redStride + greenStride + blueStride;

/** The largest profiles of scanners are below 2 MB. */
export const iccProfileLimitBytes = 16e6;

/** A table of the profile's colours in sRGB (perceptual, by libvips and Little CMS), and tetrahedral
 *  interpolation in it. sharp itself takes four times as long for a tile. Colours that sRGB can show come out
 *  within one level of Little CMS.
 *  @param iccProfile of RGB pixels
 *  @returns undefined when there is nothing to do: the profile is sRGB, or cannot be applied to RGB pixels */
export async function createColourTransform(iccProfile: Uint8Array): Promise<ColourTransform | undefined> {
  if (iccProfile.length === 0 || iccProfile.length > iccProfileLimitBytes) return undefined;
  const grid = colourGrid();
  const table = await toSrgb(grid, iccProfile);
  if (table === undefined || isNearlySame(grid, table)) return undefined;
  return { transformInPlace: (rgb) => interpolateInPlace(rgb, table) };
}

/** uint8 [red, green, blue, 3], each over the 86 grid values. */
function colourGrid(): Uint8Array {
  const grid = new Uint8Array(gridSize ** 3 * 3);
  let at = 0;
  for (let red = 0; red <= 255; red += gridStep)
    for (let green = 0; green <= 255; green += gridStep)
      for (let blue = 0; blue <= 255; blue += gridStep) {
        grid[at++] = red;
        grid[at++] = green;
        grid[at++] = blue;
      }
  return grid;
}

/** Within one level of 255 everywhere: rounding, not another colour space. */
function isNearlySame(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i += 1) {
    if (Math.abs((a[i] as number) - (b[i] as number)) > 1) return false;
  }
  return true;
}

/** libvips reads a profile only from a file, so the colours are given to it as an uncompressed TIFF. A profile
 *  that it cannot use it leaves aside. */
async function toSrgb(grid: Uint8Array, iccProfile: Uint8Array): Promise<Uint8Array | undefined> {
  const tiff = wrapAsTiff(grid, gridSize ** 2, gridSize, iccProfile);
  const { data, info } = await sharp(tiff, { failOn: 'none' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return info.channels === 3 && data.length === grid.length ? data : undefined;
}

/** A little-endian TIFF of one strip of 8-bit RGB. */
function wrapAsTiff(rgb: Uint8Array, widthPx: number, heightPx: number, iccProfile: Uint8Array): Buffer {
  const shortType = 3;
  const longType = 4;
  const bytesType = 7;
  const entryCount = 10;
  const depthsAt = 8 + 2 + entryCount * 12 + 4;
  const profileAt = depthsAt + 6;
  const pixelsAt = profileAt + iccProfile.length;
  const entries = [
    [256, longType, 1, widthPx],
    [257, longType, 1, heightPx],
    [258, shortType, 3, depthsAt],
    [259, shortType, 1, 1],
    [262, shortType, 1, 2],
    [273, longType, 1, pixelsAt],
    [277, shortType, 1, 3],
    [278, longType, 1, heightPx],
    [279, longType, 1, rgb.length],
    [34675, bytesType, iccProfile.length, profileAt],
  ] as const;
  const tiff = Buffer.alloc(pixelsAt + rgb.length);
  tiff.write('II*\0', 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(entryCount, 8);
  for (const [index, [tag, type, count, value]] of entries.entries()) {
    const at = 10 + index * 12;
    tiff.writeUInt16LE(tag, at);
    tiff.writeUInt16LE(type, at + 2);
    tiff.writeUInt32LE(count, at + 4);
    tiff.writeUInt32LE(value, at + 8);
  }
  for (const channel of [0, 1, 2]) tiff.writeUInt16LE(8, depthsAt + channel * 2);
  tiff.set(iccProfile, profileAt);
  tiff.set(rgb, pixelsAt);
  return tiff;
}

/** The cube between eight grid colours is cut into six tetrahedra; a colour lies in the one whose order of
 *  distances is its own, and is weighted between its four corners. */
function interpolateInPlace(rgb: Uint8Array, table: Uint8Array): void {
  for (let i = 0; i + 2 < rgb.length; i += 3) {
    const red = rgb[i] as number;
    const green = rgb[i + 1] as number;
    const blue = rgb[i + 2] as number;
    const r = remainders[red] as number;
    const g = remainders[green] as number;
    const b = remainders[blue] as number;
    const corner =
      (cells[red] as number) * redStride +
      (cells[green] as number) * greenStride +
      (cells[blue] as number) * blueStride;
    let most = r;
    let middle = g;
    let least = b;
    let first = redStride;
    let second = redStride + greenStride;
    if (r >= g) {
      if (g < b) {
        second = redStride + blueStride;
        least = g;
        if (r >= b) middle = b;
        else {
          first = blueStride;
          most = b;
          middle = r;
        }
      }
    } else {
      first = greenStride;
      most = g;
      middle = r;
      if (r < b) {
        second = greenStride + blueStride;
        least = r;
        if (g >= b) middle = b;
        else {
          first = blueStride;
          most = b;
          middle = g;
        }
      }
    }
    const atFirst = corner + first;
    const atSecond = corner + second;
    const atLast = corner + wholeStride;
    const atCorner = gridStep - most;
    const atMiddle = most - middle;
    const atLeast = middle - least;
    for (let channel = 0; channel < 3; channel += 1) {
      const sum =
        (table[corner + channel] as number) * atCorner +
        (table[atFirst + channel] as number) * atMiddle +
        (table[atSecond + channel] as number) * atLeast +
        (table[atLast + channel] as number) * least;
      rgb[i + channel] = (sum + 1) / gridStep; // rounds: the store truncates, and one is half of the step
    }
  }
}

/** Of each value its grid cell, and how far it lies into it: 0 to 3. The last cell takes its upper edge too. */
const cells = Uint8Array.from({ length: 256 }, (_, value) =>
  Math.min(gridSize - 2, Math.floor(value / gridStep)),
);
const remainders = Uint8Array.from({ length: 256 }, (_, value) => value - (cells[value] ?? 0) * gridStep);
