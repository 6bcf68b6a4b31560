import dicomParser from 'dicom-parser';
import { readFailure } from '../fileFailure.ts';
import { openPlainFile } from '../openPlainFile.ts';

/** What a DICOM file says of itself before its pixels. Nothing of the patient is read. */
export interface DicomHeader {
  /** what kind of object it is: a unique identifier such as 1.2.840.10008.5.1.4.1.1.77.1.6 */
  readonly sopClass: string | undefined;
  /** unique to the file; its copies have the same */
  readonly instanceUid: string | undefined;
  /** two letters: SM slide microscopy, CT, MR … */
  readonly modality: string | undefined;
  readonly seriesUid: string | undefined;
  /** how the pixels are stored: a unique identifier */
  readonly transferSyntax: string | undefined;
}

/** What is asked for lies in the first few kB; private elements and sequences may come before it. */
const readingSizesBytes = [64 * 1024, 1024 * 1024];

const seriesUidTag = 'x0020000e';

/** Reads the head of a DICOM file, at most 1 MB of it.
 *  @returns undefined when it is no DICOM file
 *  @throws LabError 'file-missing' | 'slide-unreadable' when the file cannot be read */
export async function readDicomHeader(path: string): Promise<DicomHeader | undefined> {
  const { handle, sizeBytes } = await openPlainFile(path);
  try {
    let header: DicomHeader | undefined;
    for (const readingBytes of readingSizesBytes) {
      const bytes = Buffer.alloc(Math.min(readingBytes, sizeBytes));
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
      header = parseHeader(bytes.subarray(0, bytesRead));
      if (header?.seriesUid !== undefined || readingBytes >= sizeBytes) break;
    }
    return header;
  } catch (error) {
    throw readFailure(error, path);
  } finally {
    await handle.close();
  }
}

/** @param bytes the beginning of a file */
function parseHeader(bytes: Uint8Array): DicomHeader | undefined {
  const meta = parsed(() => dicomParser.readPart10Header(bytes));
  if (meta === undefined) return undefined;
  const dataSet = parsed(() =>
    dicomParser.parseDicom(bytes, { untilTag: seriesUidTag, inflater: refuseToInflate }),
  );
  return {
    sopClass: textOf(dataSet, 'x00080016'),
    instanceUid: textOf(dataSet, 'x00080018'),
    modality: textOf(dataSet, 'x00080060'),
    seriesUid: textOf(dataSet, seriesUidTag),
    transferSyntax: textOf(meta, 'x00020010'),
  };
}

type DataSet = ReturnType<typeof dicomParser.parseDicom>;

/** What could be parsed: the parser throws what it has when the bytes end too early. */
function parsed(parse: () => DataSet): DataSet | undefined {
  try {
    return parse();
  } catch (failure) {
    if (typeof failure !== 'object' || failure === null || !('dataSet' in failure)) return undefined;
    return failure.dataSet as DataSet;
  }
}

/** A small deflated file may hold gigabytes; OpenSlide reads none of them. */
function refuseToInflate(): never {
  throw new Error('Deflated DICOM files are not read');
}

/** Identifiers and codes are short; a longer text is damage. */
const longestText = 64;

function textOf(dataSet: DataSet | undefined, tag: string): string | undefined {
  try {
    const text = dataSet?.string(tag)?.trim();
    return text === undefined || text === '' || text.length > longestText ? undefined : text;
  } catch {
    return undefined; // the element reaches beyond the bytes that were read
  }
}
