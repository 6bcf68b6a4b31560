import { dirname } from 'node:path';
import { checkWithOpenSlide } from './checkWithOpenSlide.ts';
import type { Deidentifiable } from './findDeidentifiable.ts';
import { proveDicomCopy } from './proveDicomCopy.ts';
import { type CopyProof, proveTiffCopy } from './proveTiffCopy.ts';
import type { CopiedFile, WrittenCopy } from './writeDeidentified.ts';

/** What was found when a copy was read again. */
interface DeidentificationProof {
  readonly files: readonly (CopiedFile & CopyProof)[];
  /** false where OpenSlide is not set up or does not read the original */
  readonly isSeenByOpenSlide: boolean;
}

/** Reads a de-identified copy again and proves that nothing is left in it: no image but levels and a thumbnail, no
 *  tag or attribute that is not on the list, no byte that belongs to neither, and none of the texts that were left
 *  out, in any encoding; and that its pixels are the original's.
 *  @throws LabError 'deidentification-failed' saying what was found, without any value | 'cancelled' */
export async function proveDeidentified(
  slide: Deidentifiable,
  { files, format }: Pick<WrittenCopy, 'files' | 'format'>,
  signal?: AbortSignal,
): Promise<DeidentificationProof> {
  const proofs: (CopiedFile & CopyProof)[] = [];
  const prove = format === 'dicom' ? proveDicomCopy : proveTiffCopy;
  for (const file of files)
    proofs.push({ ...file, ...(await prove(file.sourcePath, file.copyPath, signal)) });
  const [first] = files;
  if (first === undefined) throw new RangeError('A copy has at least one file');
  const isFolder = slide.kind === 'dicom-folder';
  const isSeenByOpenSlide = await checkWithOpenSlide(
    {
      source: slide.path,
      copy: isFolder ? dirname(first.copyPath) : first.copyPath,
      format: format === 'aperio' || format === 'dicom' ? format : 'openslide',
      kind: isFolder ? 'dicom-series' : 'image-file',
    },
    signal,
  );
  return { files: proofs, isSeenByOpenSlide };
}
