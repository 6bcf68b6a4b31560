import { type TiffFile, tiffFailure } from './tiffFile.ts';
import { readEntry, readNumbers, readOffset, type TiffTag, tiffTags } from './tiffTags.ts';

/** One image file directory: the tags of one image, or one resolution of it. */
export interface TiffDirectory {
  /** byte at which it begins */
  readonly offset: number;
  /** index of the directory whose SubIFDs tag lists this one; undefined in the main chain */
  readonly parent: number | undefined;
  /** by tag number; their values are read with readNumbers and readText */
  readonly tags: ReadonlyMap<number, TiffTag>;
  /** byte at which the pointer to the next directory lies, 4 bytes wide, in BigTIFF 8 */
  readonly nextPointerAt: number;
}

/** Far more than any slide has: a z-stack of 100 planes with 8 levels has 800. */
const mostDirectories = 4096;
const mostEntries = 4096;

/** All directories: the main chain in its order, then those that SubIFDs tags list, parents before children.
 *  Values of tags are not read. Of an NDPI file, whose pointers are not those of TIFF, only the first directory
 *  is given: `isNdpi` tells.
 *  @throws LabError 'slide-unreadable' when a directory lies outside the file, the chain leads back to itself, or
 *  has more than 4096 directories | 'file-missing' */
export async function readTiffDirectories(file: TiffFile): Promise<readonly TiffDirectory[]> {
  const ndpi = await readNdpiDirectory(file);
  if (ndpi !== undefined) return [ndpi];
  const found: TiffDirectory[] = [];
  const visited = new Set<number>();
  const follow = async (first: number, parent: number | undefined): Promise<void> => {
    for (let at = first; at !== 0; ) {
      // a listed directory may name the next of its list as its successor
      if (visited.has(at) && at !== first && parent !== undefined) return;
      if (visited.has(at)) throw tiffFailure(file.path, 'its list of images leads back to itself');
      if (found.length >= mostDirectories)
        throw tiffFailure(file.path, `it claims more than ${mostDirectories} images`);
      visited.add(at);
      const { next, ...directory } = await readDirectory(file, at, parent);
      found.push(directory);
      at = next;
    }
  };
  await follow(await readPointer(file, file.firstPointerAt), undefined);
  if (found.length === 0) throw tiffFailure(file.path, 'it holds no image');
  for (let index = 0; index < found.length; index += 1) {
    const listed = found[index]?.tags.get(tiffTags.subDirectories);
    if (listed === undefined) continue;
    const offsets = await readNumbers(file, listed, mostDirectories);
    for (const offset of offsets.filter((each) => each !== 0))
      if (!(visited.has(offset) && found.some((each) => each.offset === offset && each.parent === index)))
        await follow(offset, index);
  }
  return found;
}

/** True for a Hamamatsu NDPI file, by the tag of its maker. */
export function isNdpi(directories: readonly TiffDirectory[]): boolean {
  return directories[0]?.tags.has(tiffTags.ndpiFormat) ?? false;
}

/** NDPI is classic TIFF whose pointers are 64 bits wide. Known by the maker's tag in the directory to which the
 *  first pointer leads when it is read so. */
async function readNdpiDirectory(file: TiffFile): Promise<TiffDirectory | undefined> {
  if (file.isBig || !file.isLittleEndian || file.sizeBytes < 12) return undefined;
  const pointer = Number((await file.readBytes(file.firstPointerAt, 8)).readBigUInt64LE());
  if (pointer === 0 || pointer + 2 > file.sizeBytes) return undefined;
  const entryCount = (await file.readBytes(pointer, 2)).readUInt16LE();
  if (entryCount > mostEntries || pointer + 2 + 12 * entryCount + 4 > file.sizeBytes) return undefined;
  const { next, ...directory } = await readDirectory(file, pointer, undefined);
  return isNdpi([directory]) ? directory : undefined;
}

async function readDirectory(
  file: TiffFile,
  offset: number,
  parent: number | undefined,
): Promise<TiffDirectory & { readonly next: number }> {
  const countBytes = file.isBig ? 8 : 2;
  const count = await file.readBytes(offset, countBytes);
  const entryCount = file.isBig ? readOffset(file, count, 0) : readShort(file, count);
  if (entryCount > mostEntries)
    throw tiffFailure(file.path, `an image of it claims ${entryCount} properties`);
  const entryBytes = file.isBig ? 20 : 12;
  const entriesAt = offset + countBytes;
  const pointerBytes = file.isBig ? 8 : 4;
  const bytes = await file.readBytes(entriesAt, entryCount * entryBytes + pointerBytes);
  const tags = new Map<number, TiffTag>();
  for (let at = 0; at < entryCount * entryBytes; at += entryBytes) {
    const tag = readEntry(file, bytes, { at, entriesAt });
    // of a tag that is there twice the first counts, as in libtiff; unknown types are to be passed over
    if (tag !== undefined && !tags.has(tag.tag)) tags.set(tag.tag, tag);
  }
  const nextPointerAt = entriesAt + entryCount * entryBytes;
  return { offset, parent, tags, nextPointerAt, next: readOffset(file, bytes, entryCount * entryBytes) };
}

async function readPointer(file: TiffFile, at: number): Promise<number> {
  return readOffset(file, await file.readBytes(at, file.isBig ? 8 : 4), 0);
}

function readShort(file: TiffFile, bytes: Buffer): number {
  return file.isLittleEndian ? bytes.readUInt16LE() : bytes.readUInt16BE();
}
