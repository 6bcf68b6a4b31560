import type { ProfileRow } from './dicomProfile.ts';

/** Terms that the attributes kept may have; what is no term could be anything. @see DICOM PS3.3, A.32.8 */
const terms = new Set(
  (
    'YES NO NONE ORIGINAL DERIVED PRIMARY SECONDARY VOLUME THUMBNAIL RESAMPLED QUANTITY MIXED SM FRAME 3D ' +
    'RGB YBR_FULL YBR_FULL_422 YBR_PARTIAL_420 YBR_ICT YBR_RCT XYB MONOCHROME1 MONOCHROME2 MONOCHROME COLOR ' +
    'COLOR_RANGE COLOR_REF TRUE_COLOR SAMPLED DISTORTED MAX_IP MIN_IP VOLUME_RENDER SURFACE_RENDER MPR CURVED_MPR ' +
    'TILED_FULL TILED_SPARSE 3D_TEMPORAL AUTO MANUAL 00 01 PRODUCT RESEARCH SERVICE SRGB ADOBERGB ROMMRGB ' +
    'ISO_10918_1 ISO_14495_1 ISO_15444_1 ISO_15444_2 ISO_15444_15 ISO_13818_2 ISO_14496_10 ISO_23008_2 ISO_18181_1 ' +
    'GB18030 GBK'
  ).split(' '),
);
const characterSet = /^ISO(?:_IR \d{1,3}| 2022 IR \d{1,3})$/;

/** Schemes whose meanings are published words, never a lab's own. */
const codingSchemes = new Set('DCM SCT SRT SNM3 SNI UCUM LN FMA NCIt UMLS RADLEX ICDO3 NCBITAXON'.split(' '));

/** Bytes a number, by representation. */
const numberBytes: Readonly<Record<string, number>> = {
  AT: 4,
  FD: 8,
  FL: 4,
  OV: 8,
  SL: 4,
  SS: 2,
  UL: 4,
  US: 2,
};

const codeValueTag = 0x00080100;
const codingSchemeTag = 0x00080102;
const positionReferenceTag = 0x00201040;
export const opticalPathTag = 0x00480106;

/** More than any short list of numbers has; tables of frame offsets are longer. */
const mostNumberBytes = 256;
const mostTextBytes = 1024;

/** True when a value that is to be kept has the form that its attribute asks for, and so cannot be something else.
 *  @param bytes the value, with its padding */
export function isAllowedValue({ tag, vr }: ProfileRow, bytes: Buffer): boolean {
  const step = numberBytes[vr];
  if (step !== undefined)
    return bytes.length % step === 0 && (vr === 'OV' || bytes.length <= mostNumberBytes);
  if (vr === 'OB') return profileEnd(bytes) !== undefined;
  if (bytes.length > mostTextBytes) return false;
  const values = valuesOf(bytes);
  switch (vr) {
    case 'CS':
      return values.every((value) => value === '' || terms.has(value) || characterSet.test(value));
    case 'DS':
      return values.every((value) => /^[-+]?[\d.]{0,16}(?:[eE][-+]?\d{1,3})?$/.test(value));
    case 'IS':
      return values.every((value) => /^[-+]?\d{0,7}$/.test(value));
    case 'UI':
      return values.every(isStandardUid);
    case 'SH':
      return values.length === 1 && isAllowedCode(tag, values[0] ?? '');
    case 'LO':
      return values.every(
        (value) =>
          value.length <= 64 && (tag !== positionReferenceTag || /^(?:SLIDE_CORNER|UNKNOWN|)$/.test(value)),
      );
    default:
      return false;
  }
}

const imageTypeTags = [0x00080008, 0x00089007];

/** The value of an attribute as it is kept, or undefined when it is not of the form that is asked for. Of the values
 *  of ImageType and FrameType, to which makers add their own, those that are no terms become NONE. */
export function keptValue(row: ProfileRow, bytes: Buffer): Buffer | undefined {
  if (imageTypeTags.includes(row.tag) && bytes.length <= mostTextBytes) {
    const values = valuesOf(bytes).map((value) => (terms.has(value) ? value : 'NONE'));
    return Buffer.from(values.join('\\'), 'latin1');
  }
  if (!isAllowedValue(row, bytes)) return undefined;
  return row.vr === 'OB' ? bytes.subarray(0, profileEnd(bytes)) : bytes;
}

function isAllowedCode(tag: number, value: string): boolean {
  if (tag === codingSchemeTag) return codingSchemes.has(value);
  if (tag === codeValueTag) return /^[A-Za-z]{0,3}[\d.-]{1,16}$/.test(value);
  return tag === opticalPathTag && /^P?\d{1,4}$/.test(value);
}

/** True for identifiers of the standard itself; all others were made by somebody for something. */
export function isStandardUid(uid: string): boolean {
  return /^1\.2\.840\.10008\.[\d.]{1,50}$/.test(uid) || uid === '';
}

/** The values of an element of text, without padding. */
export function valuesOf(bytes: Buffer): readonly string[] {
  return bytes
    .toString('latin1')
    .split('\\')
    .map((value) => value.replace(/[\0 ]+$/, '').replace(/^ +/, ''));
}

/** Where an ICC profile ends, as it says itself; padding may follow.
 *  @returns undefined when the bytes are no profile */
export function profileEnd(bytes: Buffer): number | undefined {
  if (bytes.length < 128 || bytes.toString('latin1', 36, 40) !== 'acsp') return undefined;
  const end = bytes.readUInt32BE(0);
  return end >= 128 && end <= bytes.length ? end : undefined;
}
