/** What a DICOM file of a test says of itself. */
interface DicomSaying {
  readonly series?: string;
  readonly instance?: string;
  readonly sopClass?: string;
  readonly modality?: string;
  /** bytes before the series, as a large private element */
  readonly padBytes?: number;
}

const wholeSlideClass = '1.2.840.10008.5.1.4.1.1.77.1.6';
const explicitLittleEndian = '1.2.840.10008.1.2.1';

/** The head of a DICOM file, without pixels. */
export function aDicomFile(saying: DicomSaying = {}): Buffer {
  const { series = '1.2.3', instance, sopClass = wholeSlideClass, modality = 'SM', padBytes = 0 } = saying;
  const meta = element(0x0002, 0x0010, 'UI', explicitLittleEndian);
  const metaLength = Buffer.alloc(4);
  metaLength.writeUInt32LE(meta.length);
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    element(0x0002, 0x0000, 'UL', metaLength),
    meta,
    element(0x0008, 0x0016, 'UI', sopClass),
    ...(instance === undefined ? [] : [element(0x0008, 0x0018, 'UI', instance)]),
    element(0x0008, 0x0060, 'CS', modality),
    element(0x0009, 0x1000, 'OB', Buffer.alloc(padBytes)),
    element(0x0020, 0x000e, 'UI', series),
    element(0x0028, 0x0010, 'US', Buffer.from([16, 0])),
  ]);
}

function element(group: number, number: number, representation: string, value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  const padded = bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]);
  const isLong = representation === 'OB';
  const head = Buffer.alloc(isLong ? 12 : 8);
  head.writeUInt16LE(group, 0);
  head.writeUInt16LE(number, 2);
  head.write(representation, 4, 'latin1');
  if (isLong) head.writeUInt32LE(padded.length, 8);
  else head.writeUInt16LE(padded.length, 6);
  return Buffer.concat([head, padded]);
}
