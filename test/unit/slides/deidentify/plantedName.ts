/** What must be gone from every copy. */
export const plantedName = 'Mustermann^Erika';
export const plantedId = 'H-4711-2026';

/** True when a planted text is anywhere in a file, in one or two bytes a letter. */
export function holdsPlanted(file: Buffer): boolean {
  return [plantedName, plantedId, 'Mustermann'].some((planted) => {
    const wide = Buffer.from(planted, 'utf16le');
    return [Buffer.from(planted), wide, Buffer.from(wide).swap16()].some((form) => file.includes(form));
  });
}

/** JPEG segments that carry it: a comment and EXIF data. */
export function plantedSegments(): Buffer {
  const segment = (marker: number, content: string) => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(content.length + 2, 2);
    return Buffer.concat([head, Buffer.from(content, 'latin1')]);
  };
  return Buffer.concat([segment(0xfe, plantedName), segment(0xe1, `Exif\0\0 ${plantedId}`)]);
}

/** A JPEG stream with the segments after its first marker. */
export function withPlantedSegments(jpeg: Buffer): Buffer {
  return Buffer.concat([jpeg.subarray(0, 2), plantedSegments(), jpeg.subarray(2)]);
}
