import { LabError } from '../../domain/labError.ts';
import { wholeSlideSopClass } from '../dicom/dicomNames.ts';
import { type DicomFile, readStorageClass, textOfElement } from './dicomFile.ts';
import { valuesOf } from './dicomValues.ts';

/** What a DICOM file of a slide is to its copy. */
type DicomInstance =
  | { readonly isKept: true; readonly warnings: readonly string[] }
  /** `name` of what is left out: "label", "overview" … */
  | { readonly isKept: false; readonly name: string };

const noSlide = 'an object that is no slide image';
const mediaDirectoryClass = '1.2.840.10008.1.3.10';

/** What a DICOM file is where it is no slide image; a folder's listing of media holds patients' names and no pixels.
 *  @returns undefined for what may be a slide image
 *  @throws LabError 'slide-unreadable' | 'file-missing' */
export async function nameOtherObject(path: string): Promise<string | undefined> {
  const storageClass = await readStorageClass(path);
  if (storageClass === '' || storageClass === wholeSlideSopClass) return undefined;
  return storageClass === mediaDirectoryClass ? 'DICOMDIR' : noSlide;
}

/** Tells whether a DICOM file shows the smear: label and overview images do not, nor do other objects.
 *  @throws LabError 'deidentification-failed' when the file says that text is burned into its pixels */
export function readDicomInstance(file: DicomFile): DicomInstance {
  const valuesAt = (tag: number) => {
    const element = file.elements.find((each) => each.tag === tag);
    return element === undefined ? [] : valuesOf(file.head.subarray(element.valueAt, element.valueEnd));
  };
  const textAt = (tag: number) =>
    textOfElement(
      file.head,
      file.elements.find((each) => each.tag === tag),
    );
  if (textAt(0x00080016) !== wholeSlideSopClass) return { isKept: false, name: noSlide };
  const flavour = valuesAt(0x00080008)[2] ?? '';
  if (flavour === 'LABEL' || flavour === 'OVERVIEW') return { isKept: false, name: flavour.toLowerCase() };
  if (textAt(0x00480010) === 'YES') return { isKept: false, name: 'an image that shows the label' };
  if (flavour !== 'VOLUME' && flavour !== 'THUMBNAIL')
    return { isKept: false, name: 'an image that is not said to show the smear' };
  const burnedIn = textAt(0x00280301);
  if (burnedIn === 'YES')
    throw new LabError(
      'deidentification-failed',
      `Cannot de-identify ${file.name}: it says that text is burned into its pixels, which no program can take out of them. Leave this image out.`,
    );
  const warnings =
    burnedIn === 'NO' ? [] : ['The slide does not say whether text is burned into its pixels.'];
  return { isKept: true, warnings };
}
