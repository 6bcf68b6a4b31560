/** Class of whole-slide microscopy images. @see DICOM PS3.6, table A-1 */
export const wholeSlideSopClass = '1.2.840.10008.5.1.4.1.1.77.1.6';

const modalityNames: ReadonlyMap<string, string> = new Map([
  ['CR', 'a radiograph'],
  ['CT', 'computed tomography'],
  ['DX', 'a radiograph'],
  ['ES', 'endoscopy'],
  ['GM', 'general microscopy'],
  ['MG', 'mammography'],
  ['MR', 'magnetic resonance'],
  ['NM', 'nuclear medicine'],
  ['OT', 'of another kind'],
  ['PT', 'positron emission tomography'],
  ['SEG', 'a segmentation'],
  ['SM', 'slide microscopy'],
  ['SR', 'a structured report'],
  ['US', 'ultrasound'],
  ['XA', 'angiography'],
  ['XC', 'a photograph'],
]);

/** "nuclear medicine, NM", as a person says it. */
export function nameModality(modality: string | undefined): string {
  if (modality === undefined) return 'of unknown modality';
  const name = modalityNames.get(modality);
  return name === undefined ? `modality ${modality}` : `${name}, ${modality}`;
}

const syntaxNames: ReadonlyMap<string, string> = new Map([
  ['1.2.840.10008.1.2', 'implicit value representation'],
  ['1.2.840.10008.1.2.1.99', 'deflate'],
  ['1.2.840.10008.1.2.2', 'big-endian numbers'],
  ['1.2.840.10008.1.2.4.51', '12-bit JPEG'],
  ['1.2.840.10008.1.2.4.57', 'lossless JPEG'],
  ['1.2.840.10008.1.2.4.70', 'lossless JPEG'],
  ['1.2.840.10008.1.2.4.80', 'JPEG-LS'],
  ['1.2.840.10008.1.2.4.81', 'JPEG-LS'],
  ['1.2.840.10008.1.2.4.92', 'JPEG 2000 part 2'],
  ['1.2.840.10008.1.2.4.93', 'JPEG 2000 part 2'],
  ['1.2.840.10008.1.2.4.110', 'JPEG XL'],
  ['1.2.840.10008.1.2.4.111', 'JPEG XL'],
  ['1.2.840.10008.1.2.4.112', 'JPEG XL'],
  ['1.2.840.10008.1.2.4.201', 'high-throughput JPEG 2000'],
  ['1.2.840.10008.1.2.4.202', 'high-throughput JPEG 2000'],
  ['1.2.840.10008.1.2.4.203', 'high-throughput JPEG 2000'],
  ['1.2.840.10008.1.2.5', 'run lengths'],
]);

/** "JPEG-LS", with the identifier of the transfer syntax. */
export function nameTransferSyntax(uid: string): string {
  const name = syntaxNames.get(uid);
  return name === undefined ? `transfer syntax ${uid}` : `${name} (transfer syntax ${uid})`;
}
