import {
  type BaseBlock,
  Constructed,
  fromBER,
  Integer,
  ObjectIdentifier,
  OctetString,
  Primitive,
} from 'asn1js';

/** Reads one ASN.1 value that fills the bytes. @throws Error when they hold anything else */
export function readBer(bytes: Uint8Array): BaseBlock {
  const { offset, result } = fromBER(Uint8Array.from(bytes));
  if (offset !== bytes.length) throw new Error(`ASN.1: ${offset} of ${bytes.length} bytes read`);
  return result;
}

/** The members of a SEQUENCE, a SET or a constructed tag. @throws Error when it is none of these */
export function membersOf(block: BaseBlock | undefined): readonly BaseBlock[] {
  if (block instanceof Constructed) return block.valueBlock.value;
  throw new Error('ASN.1: a constructed value is missing');
}

export function oidOf(block: BaseBlock | undefined): string {
  if (block instanceof ObjectIdentifier) return block.getValue();
  throw new Error('ASN.1: an object identifier is missing');
}

/** The bytes of an OCTET STRING, whole or in pieces, or of an implicitly tagged one. */
export function octetsOf(block: BaseBlock | undefined): Buffer {
  if (block instanceof OctetString) return Buffer.from(block.getValue());
  if (block instanceof Primitive) return Buffer.from(block.valueBlock.valueHexView);
  if (block instanceof Constructed) return Buffer.concat(block.valueBlock.value.map(octetsOf));
  throw new Error('ASN.1: an octet string is missing');
}

export function integerOf(block: BaseBlock | undefined): number {
  if (block instanceof Integer) return Number(block.toBigInt());
  throw new Error('ASN.1: an integer is missing');
}

/** The number of a context-specific tag, undefined for a universal one. */
export function tagOf(block: BaseBlock | undefined): number | undefined {
  return block?.idBlock.tagClass === 3 ? block.idBlock.tagNumber : undefined;
}

/** A value's bytes as they stood in the input, header included. */
export function bytesOf(block: BaseBlock | undefined): Buffer {
  if (block === undefined) throw new Error('ASN.1: a value is missing');
  return Buffer.from(block.valueBeforeDecodeView);
}
