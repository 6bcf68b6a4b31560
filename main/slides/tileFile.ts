import { createHash } from 'node:crypto';

const magic = Buffer.from('BLTILE1\n', 'latin1');
const hashBytes = 32;
const headBytes = magic.length + hashBytes;

/** No tile is larger; a file that is, is not one. */
export const mostFileBytes = 64 * 2 ** 20;

/** A tile as it lies on disk: a magic word, the SHA-256 of its id and bytes, its bytes. */
export function packTileFile(id: string, jpeg: Uint8Array): Uint8Array {
  return Buffer.concat([magic, hashTile(id, jpeg), jpeg]);
}

/** @returns the tile's bytes; undefined when the file is not whole, or of another tile */
export function unpackTileFile(id: string, file: Uint8Array): Uint8Array | undefined {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (bytes.length <= headBytes || !bytes.subarray(0, magic.length).equals(magic)) return undefined;
  const jpeg = bytes.subarray(headBytes);
  return hashTile(id, jpeg).equals(bytes.subarray(magic.length, headBytes)) ? jpeg : undefined;
}

function hashTile(id: string, jpeg: Uint8Array): Buffer {
  return createHash('sha256').update(id).update('\0').update(jpeg).digest();
}
