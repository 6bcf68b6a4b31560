import { z } from 'zod';
import { LabError } from '../../domain/labError.ts';
import { describeSharpFailure } from '../decodeWithSharp.ts';
import { sharp } from '../sharpLibrary.ts';
import type { ConversionAnswer } from './convertToTiles.ts';

const conversionSchema = z.object({ from: z.string(), to: z.string(), isPyramid: z.boolean() });

/* The process of one conversion. Its parent kills it when the work is done or no longer wanted; when the parent
 * itself is gone, nobody will. */
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.once('message', (message: unknown) => {
  const { from, to, isPyramid } = conversionSchema.parse(message);
  convert(from, to, isPyramid).then(answer, async (error: unknown) => answer(await describe(error, from)));
});

function answer(said: ConversionAnswer = { kind: 'done' }): void {
  process.send?.(said);
}

/** The pixels as they are stored, in sRGB over white; whoever reads them turns them upright. Not compressed: a
 *  disk is faster than any compression here. */
async function convert(from: string, to: string, pyramid: boolean): Promise<undefined> {
  await sharp(from, { sequentialRead: true, failOn: 'warning', limitInputPixels: false })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .removeAlpha()
    .tiff({ tile: true, tileWidth: 256, tileHeight: 256, pyramid, compression: 'none', bigtiff: true })
    .toFile(to);
}

async function describe(error: unknown, path: string): Promise<ConversionAnswer> {
  if (error instanceof Error && /no space left/i.test(error.message))
    return {
      kind: 'failed',
      code: 'disk-full',
      message: `No space is left for the working copy of ${path}. Free some, or set BLASTSCOPE_SCRATCH to a folder on a larger disk.`,
    };
  const failure = await describeSharpFailure(error, path);
  const message = failure instanceof LabError ? failure.message : `Cannot read ${path}: ${String(failure)}`;
  return { kind: 'failed', code: 'slide-unreadable', message };
}
