import { basename } from 'node:path';
import { LabError } from '../../domain/labError.ts';

/** A file that none of OpenSlide's readers knows. */
export function unknownToOpenSlide(path: string): LabError {
  return new LabError(
    'slide-unreadable',
    `Cannot read ${basename(path)}: OpenSlide does not know its contents. Copy it anew from the scanner, with the files and folders that belong to it, or export it as SVS or TIFF.`,
    { path },
  );
}

/** A file that OpenSlide knows and cannot open. @param fault OpenSlide's words */
export function openingFailure(path: string, fault: string): LabError {
  const advice = /unsupported|not supported/i.test(fault)
    ? 'It is stored in a way that OpenSlide 4 does not read: export it from the scanner as SVS or TIFF with JPEG compression'
    : 'It is damaged, cut short, or files that belong to it are missing: copy it anew from the scanner';
  return new LabError(
    'slide-unreadable',
    `Cannot read ${basename(path)}. ${advice}. OpenSlide says: ${withoutFolders(fault, path)}`,
    { path, fault: withoutFolders(fault, path) },
  );
}

/** A part of an open slide that cannot be read. @param part such as "the region at 0, 0 of level 1" */
export function partFailure(
  { path, part, fault }: { readonly path: string; readonly part: string; readonly fault: string },
  code: 'tile-unreadable' | 'slide-unreadable',
): LabError {
  return new LabError(
    code,
    `Cannot read ${part} in ${basename(path)}: its data is damaged. Copy the slide anew from the scanner. OpenSlide says: ${withoutFolders(fault, path)}`,
    { path },
  );
}

/** Folders may be named after patients. */
function withoutFolders(fault: string, path: string): string {
  return fault.replaceAll(path, basename(path));
}
