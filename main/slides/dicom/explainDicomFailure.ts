import { basename } from 'node:path';
import { LabError } from '../../domain/labError.ts';
import { nameModality, nameTransferSyntax, wholeSlideSopClass } from './dicomNames.ts';
import { readDicomHeader } from './readDicomHeader.ts';

/** Says why OpenSlide did not open a DICOM file, by the file's own header.
 *  @param failure of OpenSlide; given back where the header explains nothing */
export async function explainDicomFailure(path: string, failure: unknown): Promise<unknown> {
  if (!(failure instanceof LabError) || failure.code !== 'slide-unreadable') return failure;
  const name = basename(path);
  const header = await readDicomHeader(path);
  const unreadable = (said: string) =>
    new LabError('slide-unreadable', `Cannot read ${name}: ${said}`, { path }, { cause: failure });
  if (header?.sopClass === undefined)
    return unreadable('it has the name of a DICOM file, but not its contents. Copy it anew from its source.');
  if (header.sopClass !== wholeSlideSopClass)
    return unreadable(
      `it is a DICOM object that is no slide (${nameModality(header.modality)}). A slide is a whole-slide microscopy image, SM; take this one out of the folder.`,
    );
  const syntax = /transfer syntax ([\d.]+)/i.exec(String(failure.details.fault))?.[1];
  if (syntax !== undefined)
    return unreadable(
      `its pixels are stored with ${nameTransferSyntax(syntax)}, which OpenSlide 4 does not read. Export the slide anew with JPEG or JPEG 2000 compression.`,
    );
  return failure;
}
