import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { WheelPin } from '../../../main/setup/wheelPins.ts';

/** A wheel is a ZIP archive: these members, stored without compression. */
export function aWheelFile(members: Readonly<Record<string, string>>): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(members)) {
    const data = Buffer.from(text);
    const common = commonHeader(name, data);
    const local = Buffer.concat([bytes32(0x04034b50), common, Buffer.from(name), data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    centrals.push(Buffer.concat([bytes32(0x02014b50), bytes16(20), common, tail, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(centrals);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(centrals.length, 4);
  end.writeUInt16LE(centrals.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, central, bytes32(0x06054b50), end]);
}

/** Version 20, no flags, stored, no date; CRC-32, sizes, name length, no extra field. */
function commonHeader(name: string, data: Buffer): Buffer {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(20, 0);
  header.writeUInt32LE(crc32(data), 10);
  header.writeUInt32LE(data.length, 14);
  header.writeUInt32LE(data.length, 18);
  header.writeUInt16LE(Buffer.byteLength(name), 22);
  return header;
}

function bytes16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function bytes32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** The pin of a small wheel with a library and a header, and a text that is not wanted. */
export function aWheelPin(file: Buffer, changes: Partial<WheelPin> = {}): WheelPin {
  return {
    project: 'lens',
    version: '1.0.0',
    platformTag: 'manylinux_2_27_x86_64',
    sha256: createHash('sha256').update(file).digest('hex'),
    downloadBytes: file.length,
    unpackedBytes: file.length,
    wantedPrefixes: ['lens/'],
    ...changes,
  };
}
