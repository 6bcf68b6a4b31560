import {
  type BaseBlock,
  BitString,
  Constructed,
  Integer,
  Null,
  ObjectIdentifier,
  OctetString,
  Sequence,
  Set as SetBlock,
} from 'asn1js';

/* Short names for the ASN.1 types that signatures and key files are made of; asn1js writes them as DER. */

export function sequence(...value: BaseBlock[]): Sequence {
  return new Sequence({ value });
}

/** SET OF, in the order that DER prescribes: by the bytes of its members. */
export function setOf(...members: BaseBlock[]): SetBlock {
  return new SetBlock({ value: members.toSorted((a, b) => Buffer.compare(toDer(a), toDer(b))) });
}

export function oid(value: string): ObjectIdentifier {
  return new ObjectIdentifier({ value });
}

export function octets(bytes: Uint8Array): OctetString {
  return new OctetString({ valueHex: Uint8Array.from(bytes).buffer });
}

export function bits(bytes: Uint8Array): BitString {
  return new BitString({ valueHex: Uint8Array.from(bytes).buffer });
}

export function integer(value: number): Integer {
  return new Integer({ value });
}

/** [tagNumber] around or in place of the members: for constructed types both are written alike. */
export function tagged(tagNumber: number, ...value: BaseBlock[]): Constructed {
  return new Constructed({ idBlock: { tagClass: 3, tagNumber }, value });
}

/** AlgorithmIdentifier; `'null'` writes the NULL parameter that RSA wants. */
export function algorithm(identifier: string, parameters?: BaseBlock | 'null'): Sequence {
  if (parameters === undefined) return sequence(oid(identifier));
  return sequence(oid(identifier), parameters === 'null' ? new Null() : parameters);
}

export function toDer(block: BaseBlock): Buffer {
  return Buffer.from(block.toBER());
}
