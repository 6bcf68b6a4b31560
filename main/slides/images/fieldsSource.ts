import { fieldIndexesIn } from '../../domain/contactGrid.ts';
import { LabError } from '../../domain/labError.ts';
import type { RgbRaster } from '../../domain/raster.ts';
import { runAhead } from '../../domain/runAhead.ts';
import type { SlideEntry } from '../../domain/slide.ts';
import type { PlacedField, SlideInfo, SlideRegion } from '../../domain/slideInfo.ts';
import { throwIfCancelled } from '../fileFailure.ts';
import { markDamageInPlace } from '../markDamage.ts';
import { readImage } from '../readImage.ts';
import { createWhiteRaster, levelOfRegion, pasteIntoRaster } from '../regionRaster.ts';
import type { SlideSource } from '../slideSource.ts';
import type { FieldFile } from './fieldFile.ts';
import { createFieldPixels } from './fieldPixels.ts';

/** Camera images as a slide: regions are put together from the fields that they touch. */
interface FieldsSourceInput {
  readonly entry: SlideEntry;
  /** levels halve from one to the next, sizes rounded up */
  readonly info: SlideInfo & { readonly fields: readonly PlacedField[] };
  /** one for each field */
  readonly files: readonly FieldFile[];
  /** What is shown of a field that cannot be decoded: true draws a mark in its place and the others go on, false
   *  lets the region fail. */
  readonly drawsUnreadable: (error: LabError) => Promise<boolean>;
}

/** How many fields of a region are decoded at once. */
const decodedAhead = 4;

export function createFieldsSource({ entry, info, files, drawsUnreadable }: FieldsSourceInput): SlideSource {
  const pixelsOf = createFieldPixels(files);

  async function readFieldOfRegion(
    fieldIndex: number,
    halvings: number,
    signal: AbortSignal | undefined,
  ): Promise<RgbRaster | undefined> {
    if (info.fields[fieldIndex]?.failure !== undefined) return undefined;
    try {
      return await pixelsOf.read(fieldIndex, halvings, signal);
    } catch (error) {
      const isShown =
        error instanceof LabError && error.code !== 'cancelled' && (await drawsUnreadable(error));
      if (isShown) return undefined;
      throw error;
    }
  }

  return {
    entry,
    info,
    async readRegion(region, signal) {
      const { downsample } = levelOfRegion(info, region);
      throwIfCancelled(signal, info.name);
      const whole = createWhiteRaster(region.widthPx, region.heightPx);
      const touched = fieldIndexesIn(info.fields, atFullSize(region, downsample));
      const halvings = Math.round(Math.log2(downsample));
      const read = async (fieldIndex: number) => ({
        field: info.fields[fieldIndex] as PlacedField,
        pixels: await readFieldOfRegion(fieldIndex, halvings, signal),
      });
      for await (const { field, pixels } of runAhead(touched, decodedAhead, read))
        drawFieldInPlace(whole, { field, pixels, region, downsample });
      return whole;
    },
    async readAssociatedImage(name) {
      throw new LabError('argument-invalid', `${info.name} has no associated image named ${name}.`);
    },
    async readField(fieldIndex, signal) {
      const file = files[fieldIndex];
      if (file === undefined)
        throw new RangeError(`${info.name} has ${files.length} fields, no number ${fieldIndex}`);
      const pixels = pixelsOf.peek(fieldIndex) ?? (await readImage(file.path, signal));
      const { widthPx, heightPx } = pixels;
      return { field: { fieldIndex, name: file.name, widthPx, heightPx }, pixels };
    },
    async dispose() {
      pixelsOf.dispose();
    },
  };
}

/** One pixel of the level wider to the left and above: a field whose edges are rounded to the level's pixels may
 *  reach so far beyond itself. */
function atFullSize(region: SlideRegion, downsample: number) {
  return {
    xPx: (region.xPx - 1) * downsample,
    yPx: (region.yPx - 1) * downsample,
    widthPx: (region.widthPx + 1) * downsample,
    heightPx: (region.heightPx + 1) * downsample,
  };
}

interface DrawnField {
  readonly field: PlacedField;
  readonly pixels: RgbRaster | undefined;
  readonly region: SlideRegion;
  readonly downsample: number;
}

function drawFieldInPlace(whole: RgbRaster, { field, pixels, region, downsample }: DrawnField): void {
  const xPx = Math.floor(field.xPx / downsample) - region.xPx;
  const yPx = Math.floor(field.yPx / downsample) - region.yPx;
  if (pixels !== undefined) {
    pasteIntoRaster(whole, pixels, { xPx, yPx });
    return;
  }
  const box = {
    xPx,
    yPx,
    widthPx: Math.ceil(field.widthPx / downsample),
    heightPx: Math.ceil(field.heightPx / downsample),
  };
  markDamageInPlace(whole, box, region);
}
