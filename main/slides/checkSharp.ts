import { LabError } from '../domain/labError.ts';

/** Encodes and decodes a tiny image in each format.
 *  @returns versions for a diagnosis: "sharp 0.35.5, libvips 8.18.1"
 *  @throws LabError 'runtime-missing' when the native library does not load or gives wrong pixels */
export async function checkSharp(): Promise<string> {
  try {
    // loaded here and not above: where the native library is missing, this check must still be able to say so
    const { sharp } = await import('./sharpLibrary.ts');
    const raw = { width: 8, height: 8, channels: 3 } as const;
    const grey = Buffer.alloc(8 * 8 * 3, 200);
    for (const format of ['jpeg', 'png', 'tiff'] as const) {
      const encoded = await sharp(grey, { raw }).toFormat(format).toBuffer();
      const decoded = await sharp(encoded).raw().toBuffer();
      if (decoded.length !== grey.length || decoded.some((value) => Math.abs(value - 200) > 2))
        throw new Error(`a grey square came back otherwise from ${format}`);
    }
    return `sharp ${sharp.versions.sharp ?? 'unknown'}, libvips ${sharp.versions.vips}`;
  } catch (error) {
    const said = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new LabError(
      'runtime-missing',
      `The image library sharp does not work: ${said}. Run \`npm ci\` in the program's folder again.`,
      {},
      { cause: error },
    );
  }
}
