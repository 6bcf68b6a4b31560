/** A signature as it lies in a PDF, its ByteRange sane. */
export interface FoundSignature {
  /** the bytes that were signed: all up to `signedEnd` but for the hexadecimal contents */
  readonly signedBytes: Buffer;
  readonly signedEnd: number;
  /** the container's bytes, zero padding included */
  readonly contents: Buffer;
  /** the signature dictionary without its contents; one byte a character */
  readonly dictionary: string;
}

const traces = /\/ByteRange|\/ETSI\.CAdES|\/Adobe\.PPKLite|\/Type \/Sig\b|\/FT \/Sig\b|\/DocMDP/;

/** Whether anything in the file tells of a signature, be it sound or not. */
export function hasTraceOfSignature(pdf: Buffer): boolean {
  return traces.test(pdf.toString('latin1'));
}

/** All signatures of a PDF in the order of the file.
 *  @throws Error when one of them leaves out other bytes than its own contents */
export function findSignatures(pdf: Buffer): readonly FoundSignature[] {
  const text = pdf.toString('latin1');
  const starts = [...text.matchAll(/\/ByteRange/g)].map((match) => match.index);
  return starts.map((start) => readSignature(pdf, text, start));
}

function readSignature(pdf: Buffer, text: string, byteRangeStart: number): FoundSignature {
  const match = /^\/ByteRange \[0 (\d{1,15}) (\d{1,15}) (\d{1,15}) *\]/.exec(
    text.slice(byteRangeStart, byteRangeStart + 200),
  );
  if (match === null) throw new Error('A signature does not say which bytes it covers');
  const [contentsStart, contentsEnd, tailLength] = match.slice(1).map(Number) as [number, number, number];
  const signedEnd = contentsEnd + tailLength;
  if (contentsStart < byteRangeStart || contentsEnd <= contentsStart + 2 || signedEnd > pdf.length) {
    throw new Error('A signature covers other bytes than those of this file');
  }
  const hexadecimal = text.slice(contentsStart, contentsEnd);
  // lower case only: with either case allowed, a changed byte could mean the same
  if (
    !/^<(?:[0-9a-f]{2})+>$/.test(hexadecimal) ||
    text.slice(contentsStart - 10, contentsStart) !== '/Contents '
  ) {
    throw new Error('A signature leaves more uncovered than its own contents');
  }
  const dictionaryStart = text.lastIndexOf(' obj\n', byteRangeStart);
  const dictionaryEnd = text.indexOf('\nendobj', contentsEnd);
  return {
    signedBytes: Buffer.concat([pdf.subarray(0, contentsStart), pdf.subarray(contentsEnd, signedEnd)]),
    signedEnd,
    contents: Buffer.from(hexadecimal.slice(1, -1), 'hex'),
    dictionary: text.slice(dictionaryStart, contentsStart) + text.slice(contentsEnd, dictionaryEnd),
  };
}
