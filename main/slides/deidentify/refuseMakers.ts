import { isNdpi, type TiffDirectory } from '../tiff/readTiffDirectories.ts';
import { type TiffFile, tiffFailure } from '../tiff/tiffFile.ts';
import { readText, tiffTags } from '../tiff/tiffTags.ts';
import { refuseFormat } from './refuseFormat.ts';

/** As much as readText reads. */
const mostTextBytes = 16e6;

/** Makers whose TIFF files keep a patient's data where their own programs look for it: in XML that steers how the
 *  pixels are read, or in tables that libtiff does not know.
 *  @throws LabError 'deidentification-failed' naming the maker's format | 'slide-unreadable' */
export async function refuseMakers(file: TiffFile, directories: readonly TiffDirectory[]): Promise<void> {
  if (isNdpi(directories)) throw refuseFormat(file.name, 'Hamamatsu NDPI');
  let readBytes = 0;
  for (const { tags } of directories) {
    const textOf = async (tag: number) => {
      const found = tags.get(tag);
      if (found === undefined || found.byteLength > mostTextBytes) return '';
      readBytes += found.byteLength;
      if (readBytes > 4 * mostTextBytes) throw tiffFailure(file.path, 'its images claim too much text');
      return found.type === 2
        ? readText(file, found)
        : (await file.readBytes(found.valueAt, found.byteLength)).toString('latin1');
    };
    const description = await textOf(tiffTags.imageDescription);
    const software = await textOf(tiffTags.software);
    if (description.includes('leica-microsystems.com/scn')) throw refuseFormat(file.name, 'Leica SCN');
    if (software.startsWith('Philips') || description.includes('DPUfsImport'))
      throw refuseFormat(file.name, 'Philips TIFF');
    if (software.startsWith('MedScan')) throw refuseFormat(file.name, 'Trestle TIFF');
    if (description.includes('PerkinElmer-QPI')) throw refuseFormat(file.name, 'PerkinElmer QPTIFF');
    if ((await textOf(tiffTags.xmp)).includes('<iScan')) throw refuseFormat(file.name, 'Ventana BIF');
    if (tags.has(34_412)) throw refuseFormat(file.name, 'Zeiss LSM');
  }
}
