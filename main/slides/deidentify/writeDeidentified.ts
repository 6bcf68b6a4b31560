import { randomBytes } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from '../../domain/labError.ts';
import { writeFailure } from '../fileFailure.ts';
import { openTiffFile } from '../tiff/tiffFile.ts';
import { chooseTiffImages } from './chooseTiffImages.ts';
import type { CopyOptions } from './copyOptions.ts';
import { asDicomFailure, openDicomFile } from './dicomFile.ts';
import type { Deidentifiable } from './findDeidentifiable.ts';
import { nameOtherObject, readDicomInstance } from './readDicomInstance.ts';
import type { SeriesContext } from './rewriteDicomHead.ts';
import { writeDicomCopy } from './writeDicomCopy.ts';
import { writeTiffCopy } from './writeTiffCopy.ts';

/** A de-identified copy that was written and has not been checked yet. */
export interface WrittenCopy {
  readonly format: 'aperio' | 'ome-tiff' | 'tiff' | 'dicom';
  readonly files: readonly CopiedFile[];
  /** images that the copy does not have: "label", "macro", "image 3" … */
  readonly removedImages: readonly string[];
  /** names of tags, attributes and other data that the copy does not have, or has without their value */
  readonly removedTags: readonly string[];
  readonly hasThumbnail: boolean;
  readonly warnings: readonly string[];
}

export interface CopiedFile {
  readonly sourcePath: string;
  readonly copyPath: string;
}

/** Writes a copy of a slide without label and macro images and without anything that may name the patient. The
 *  original is only read. A folder becomes a folder, whose files are numbered.
 *  @throws LabError 'deidentification-failed' | 'slide-unreadable' | 'disk-full' | 'output-unwritable' | 'cancelled' */
export async function writeDeidentified(slide: Deidentifiable, options: CopyOptions): Promise<WrittenCopy> {
  switch (slide.kind) {
    case 'tiff':
      return writeTiff(slide.path, options);
    case 'dicom-file':
      return writeDicomSeries([slide.path], () => options.outPath, options);
    case 'dicom-folder': {
      await mkdir(options.outPath).catch((error: unknown) => {
        throw writeFailure(error, options.outPath);
      });
      const nextPath = (index: number) =>
        join(options.outPath, `slide-${String(index + 1).padStart(4, '0')}.dcm`);
      const written = await writeDicomSeries(slide.files, nextPath, options);
      await syncFolder(options.outPath);
      if (slide.otherCount === 0) return written;
      const warning = `${slide.otherCount} entries of the folder that are no DICOM files were not copied.`;
      return { ...written, warnings: [...written.warnings, warning] };
    }
  }
}

async function writeTiff(path: string, options: CopyOptions): Promise<WrittenCopy> {
  const file = await openTiffFile(path);
  try {
    const choice = await chooseTiffImages(file);
    const removedTags = await writeTiffCopy(file, choice, options);
    return {
      format: choice.format,
      files: [{ sourcePath: path, copyPath: options.outPath }],
      removedImages: choice.removedImages,
      removedTags,
      hasThumbnail: choice.kept.some((one) => one.role === 'thumbnail'),
      warnings: [],
    };
  } finally {
    await file.dispose();
  }
}

async function writeDicomSeries(
  paths: readonly string[],
  nextPath: (index: number) => string,
  options: CopyOptions,
): Promise<WrittenCopy> {
  const context: SeriesContext = { salt: randomBytes(32), opticalPaths: new Map() };
  const files: CopiedFile[] = [];
  const removedImages: string[] = [];
  const [removedTags, warnings] = [new Set<string>(), new Set<string>()];
  for (const sourcePath of paths) {
    const copyPath = nextPath(files.length);
    const { removed, leftOut, said } = await writeDicomFile(sourcePath, context, {
      ...options,
      outPath: copyPath,
    });
    if (leftOut === undefined) files.push({ sourcePath, copyPath });
    else removedImages.push(leftOut);
    for (const name of removed) removedTags.add(name);
    for (const warning of said) warnings.add(warning);
  }
  if (files.length === 0)
    throw new LabError(
      'deidentification-failed',
      `There is nothing to copy: no image of the smear is there, only ${[...new Set(removedImages)].join(', ')}.`,
    );
  return {
    format: 'dicom',
    files,
    removedImages,
    removedTags: [...removedTags],
    hasThumbnail: false,
    warnings: [...warnings],
  };
}

async function writeDicomFile(
  sourcePath: string,
  context: SeriesContext,
  options: CopyOptions,
): Promise<{
  readonly removed: readonly string[];
  readonly leftOut: string | undefined;
  readonly said: readonly string[];
}> {
  const other = await nameOtherObject(sourcePath);
  if (other !== undefined) return { removed: [], leftOut: other, said: [] };
  const file = await openDicomFile(sourcePath);
  try {
    const instance = readDicomInstance(file);
    if (!instance.isKept) return { removed: [], leftOut: instance.name, said: [] };
    return {
      removed: await writeDicomCopy(file, context, options),
      leftOut: undefined,
      said: instance.warnings,
    };
  } catch (error) {
    throw asDicomFailure(error, sourcePath);
  } finally {
    await file.dispose();
  }
}

/** Windows has no such thing. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
