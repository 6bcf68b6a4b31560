import { type WrittenElement, writeElement, writeItem, writeSequence } from './serializeDicom.ts';

/** What a copy says of its own de-identification. @see DICOM PS3.15, E.1.1 and PS3.16, CID 7050 */
export function deidentificationElements(isExplicit: boolean): readonly WrittenElement[] {
  const element = (tag: number, vr: string, text: string) =>
    writeElement(tag, { vr, value: Buffer.from(text, 'latin1'), isExplicit });
  const profile = [
    element(0x00080100, 'SH', '113100'),
    element(0x00080102, 'SH', 'DCM'),
    element(0x00080104, 'LO', 'Basic Application Confidentiality Profile'),
  ];
  return [
    element(0x00120062, 'CS', 'YES'),
    element(0x00120063, 'LO', 'Blastscope; PS3.15 Basic Profile, closed list of attributes'),
    writeSequence(0x00120064, [writeItem(profile)], isExplicit),
    element(0x00280303, 'CS', 'REMOVED'),
  ];
}
