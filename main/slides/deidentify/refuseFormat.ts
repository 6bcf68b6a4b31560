import { LabError } from '../../domain/labError.ts';

/** A format of which no copy is made, as an error for people. */
export function refuseFormat(name: string, format: string): LabError {
  return new LabError(
    'deidentification-failed',
    `Cannot de-identify ${name}: in ${format} files, what the lab cannot rewrite safely may name the patient. ` +
      'De-identified copies are made of Aperio SVS, tiled TIFF, BigTIFF, OME-TIFF and DICOM whole-slide images: ' +
      'export it to one of them first.',
    { format },
  );
}
