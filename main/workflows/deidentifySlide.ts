import { basename, resolve } from 'node:path';
import { LabError } from '../domain/labError.ts';
import { findDeidentifiable } from '../slides/deidentify/findDeidentifiable.ts';
import { proveDeidentified } from '../slides/deidentify/proveDeidentified.ts';
import { type WrittenCopy, writeDeidentified } from '../slides/deidentify/writeDeidentified.ts';
import { createCopyPlace, refuseOwnSource, refuseWithoutSpace } from './copyPlace.ts';
import { hashFile } from './hashFile.ts';
import { readSlideFingerprint } from './slideFingerprint.ts';

/** A de-identified copy of a slide that passed its check. */
export interface DeidentifiedSlide {
  /** the file; of a folder of DICOM files the folder */
  readonly path: string;
  readonly format: WrittenCopy['format'];
  readonly files: readonly DeidentifiedFile[];
  readonly removedImages: readonly string[];
  readonly removedTags: readonly string[];
  /** what stays besides pixels and what decoding needs */
  readonly kept: readonly string[];
  readonly warnings: readonly string[];
  readonly checked: {
    /** strips, tiles or frames, each the same as the original's */
    readonly parts: number;
    /** removed texts, none of which is anywhere in the copy */
    readonly texts: number;
    /** read by OpenSlide too, with the same pixels */
    readonly withOpenSlide: boolean;
  };
}

interface DeidentifiedFile {
  /** base name in the copy */
  readonly name: string;
  readonly sourceSha256: string;
  readonly sha256: string;
}

export interface DeidentifyRequest {
  readonly slidePath: string;
  readonly outPath: string;
  /** an earlier copy of that name may be replaced */
  readonly mayReplace: boolean;
  readonly signal?: AbortSignal;
  /** bytes of pixels copied, of about so many */
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
}

/** Writes a de-identified copy of a slide, reads it again, and gives it its name only when nothing of the patient
 *  is found in it. The original is only read.
 *  @throws LabError 'deidentification-failed' when it cannot be done or the check found something
 *  @throws LabError 'argument-invalid' | 'output-exists' | 'output-unwritable' | 'disk-full' | 'file-missing'
 *  | 'slide-unreadable' | 'slide-changed' | 'cancelled' */
export async function deidentifySlide(request: DeidentifyRequest): Promise<DeidentifiedSlide> {
  const slidePath = resolve(request.slidePath);
  const outPath = resolve(request.outPath);
  const slide = await findDeidentifiable(slidePath);
  await refuseOwnSource(slidePath, outPath);
  const place = await createCopyPlace(outPath, {
    mayReplace: request.mayReplace,
    isFolder: slide.kind === 'dicom-folder',
  });
  await refuseWithoutSpace(outPath, slide.sizeBytes);
  try {
    const sources = slide.kind === 'dicom-folder' ? slide.files : [slide.path];
    const before = await fingerprint(sources);
    let doneBytes = 0;
    const written = await writeDeidentified(slide, {
      outPath: place.unfinishedPath,
      signal: request.signal,
      onBytes: (bytes) => {
        doneBytes += bytes;
        request.onProgress?.(Math.min(doneBytes, slide.sizeBytes), slide.sizeBytes);
      },
    });
    const proof = await proveDeidentified(slide, written, request.signal);
    const files: DeidentifiedFile[] = [];
    for (const { sourcePath, copyPath, copySha256 } of proof.files) {
      if (request.signal?.aborted) throw new LabError('cancelled', 'De-identification was cancelled.');
      const name = copyPath === place.unfinishedPath ? basename(outPath) : basename(copyPath);
      files.push({ name, sourceSha256: await hashFile(sourcePath), sha256: copySha256 });
    }
    if (before !== (await fingerprint(sources)))
      throw new LabError('slide-changed', 'The slide changed while it was copied. Run the command again.');
    await place.publish();
    return describe({ outPath, slidePath, written, files, proof });
  } finally {
    await place.discard();
  }
}

async function fingerprint(paths: readonly string[]): Promise<string> {
  const each = paths.map((path) => readSlideFingerprint({ name: basename(path), path, kind: 'image-file' }));
  return (await Promise.all(each)).join('\n');
}

function describe({
  outPath,
  slidePath,
  written,
  files,
  proof,
}: {
  readonly outPath: string;
  readonly slidePath: string;
  readonly written: WrittenCopy;
  readonly files: readonly DeidentifiedFile[];
  readonly proof: Awaited<ReturnType<typeof proveDeidentified>>;
}): DeidentifiedSlide {
  const sum = (of: 'partCount' | 'textCount') => proof.files.reduce((total, file) => total + file[of], 0);
  return {
    path: outPath,
    format: written.format,
    files,
    removedImages: written.removedImages,
    removedTags: written.removedTags.toSorted(),
    kept: [
      'all levels, pixel for pixel',
      ...(written.hasThumbnail ? ['the thumbnail of the scanned area'] : []),
      'pixel size and magnification',
      'ICC profiles, which may name the scanner',
      ...(written.format === 'dicom' ? ['maker and model of the scanner'] : []),
    ],
    warnings: [...written.warnings, ...warningsOf(slidePath, outPath)],
    checked: { parts: sum('partCount'), texts: sum('textCount'), withOpenSlide: proof.isSeenByOpenSlide },
  };
}

function warningsOf(slidePath: string, outPath: string): readonly string[] {
  const always =
    'Text that is burned into the pixels, or written on the glass within the scanned area, cannot be found by a program: look at the copy.';
  const isSameName = basename(slidePath).toLowerCase() === basename(outPath).toLowerCase();
  const sameName =
    'The copy has the name of the original, and names often say whose slide it is: give it another.';
  return [always, ...(isSameName ? [sameName] : [])];
}
