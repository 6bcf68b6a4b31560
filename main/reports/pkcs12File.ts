import { createHmac, createPrivateKey, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
import type { BaseBlock } from 'asn1js';
import { integerOf, membersOf, octetsOf, oidOf, readBer } from './berReader.ts';
import { algorithm, integer, octets, oid, sequence, setOf, tagged, toDer } from './derWriter.ts';
import {
  decryptWithPassword,
  derivePkcs12Key,
  encryptWithPassword,
  type HashName,
} from './pkcs12Encryption.ts';

/** What a PKCS#12 file holds that a signer needs. */
export interface Pkcs12Contents {
  readonly privateKeys: readonly KeyObject[];
  /** DER */
  readonly certificates: readonly Buffer[];
}

const data = '1.2.840.113549.1.7.1';
const encryptedData = '1.2.840.113549.1.7.6';
const keyBag = '1.2.840.113549.1.12.10.1.1';
const shroudedKeyBag = '1.2.840.113549.1.12.10.1.2';
const certificateBag = '1.2.840.113549.1.12.10.1.3';
const x509Certificate = '1.2.840.113549.1.9.22.1';
const sha256 = '2.16.840.1.101.3.4.2.1';
/** what OpenSSL 3 writes; the key itself has many more rounds */
const macIterations = 2048;

const macHashes: Readonly<Record<string, HashName>> = {
  '1.3.14.3.2.26': 'sha1',
  [sha256]: 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** Thrown when a file is sound but the password is not its own. */
export class WrongPasswordError extends Error {}

/** Writes a key and its certificate as PKCS#12: the key under AES-256 (PBES2), a MAC with SHA-256. */
export async function encodePkcs12(
  privateKey: KeyObject,
  certificate: Buffer,
  password: string,
): Promise<Buffer> {
  const plainKey = privateKey.export({ type: 'pkcs8', format: 'der' });
  const sealed = await encryptWithPassword(plainKey, password);
  const keySafe = bag(shroudedKeyBag, sequence(sealed.algorithm, octets(sealed.encrypted)));
  const certificateSafe = bag(certificateBag, sequence(oid(x509Certificate), tagged(0, octets(certificate))));
  const safes = [keySafe, certificateSafe].map((safe) => dataContent(toDer(sequence(safe))));
  const authenticatedSafe = toDer(sequence(...safes));
  const salt = randomBytes(16);
  const mac = computeMac(authenticatedSafe, password, { salt, iterations: macIterations, hash: 'sha256' });
  const digestInfo = sequence(algorithm(sha256, 'null'), octets(mac));
  return toDer(
    sequence(
      integer(3),
      dataContent(authenticatedSafe),
      sequence(digestInfo, octets(salt), integer(macIterations)),
    ),
  );
}

/** Reads a PKCS#12 file as OpenSSL, browsers and certificate authorities write it, old ciphers included.
 *  @throws WrongPasswordError when its MAC does not fit the password; Error when the file is not sound */
export async function readPkcs12(pkcs12: Buffer, password: string): Promise<Pkcs12Contents> {
  const [, authSafe, macData] = membersOf(readBer(pkcs12));
  const authenticatedSafe = contentOf(membersOf(authSafe));
  if (macData === undefined) throw new Error('The key file carries no MAC');
  checkMac(authenticatedSafe, password, membersOf(macData));
  const bags: (readonly BaseBlock[])[] = [];
  for (const safe of membersOf(readBer(authenticatedSafe)).map(membersOf)) {
    const contents = oidOf(safe[0]) === encryptedData ? await decryptSafe(safe, password) : contentOf(safe);
    bags.push(...membersOf(readBer(contents)).map(membersOf));
  }
  return collect(bags, password);
}

async function collect(bags: readonly (readonly BaseBlock[])[], password: string): Promise<Pkcs12Contents> {
  const privateKeys: KeyObject[] = [];
  const certificates: Buffer[] = [];
  for (const [type, wrapped] of bags) {
    const value = membersOf(wrapped)[0];
    if (oidOf(type) === keyBag && value !== undefined) privateKeys.push(privateKeyOf(toDer(value)));
    if (oidOf(type) === shroudedKeyBag) {
      const [identifier, encrypted] = membersOf(value);
      privateKeys.push(privateKeyOf(await decryptWithPassword(identifier, octetsOf(encrypted), password)));
    }
    if (oidOf(type) === certificateBag) {
      certificates.push(octetsOf(membersOf(membersOf(value)[1])[0]));
    }
  }
  return { privateKeys, certificates };
}

function privateKeyOf(pkcs8: Buffer): KeyObject {
  return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
}

async function decryptSafe(safe: readonly BaseBlock[], password: string): Promise<Buffer> {
  const [, identifier, encrypted] = membersOf(membersOf(membersOf(safe[1])[0])[1]);
  return decryptWithPassword(identifier, octetsOf(encrypted), password);
}

/** The octets of a ContentInfo of type data. */
function contentOf(contentInfo: readonly BaseBlock[]): Buffer {
  if (oidOf(contentInfo[0]) !== data) throw new Error('The key file is sealed by a public key');
  return octetsOf(membersOf(contentInfo[1])[0]);
}

function checkMac(content: Buffer, password: string, macData: readonly BaseBlock[]): void {
  const [identifier, expected] = membersOf(macData[0]);
  const hash = macHashes[oidOf(membersOf(identifier)[0])];
  if (hash === undefined) throw new Error('The MAC of the key file is of an unknown kind');
  const iterations = macData[2] === undefined ? 1 : integerOf(macData[2]);
  const mac = computeMac(content, password, { salt: octetsOf(macData[1]), iterations, hash });
  const wanted = octetsOf(expected);
  if (mac.length !== wanted.length || !timingSafeEqual(mac, wanted)) {
    throw new WrongPasswordError('The MAC of the key file does not fit the password');
  }
}

function computeMac(
  content: Buffer,
  password: string,
  by: { readonly salt: Buffer; readonly iterations: number; readonly hash: HashName },
): Buffer {
  const bytes = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 }[by.hash];
  const key = derivePkcs12Key(password, by.salt, { use: 3, iterations: by.iterations, bytes, hash: by.hash });
  return createHmac(by.hash, key).update(content).digest();
}

function dataContent(bytes: Buffer) {
  return sequence(oid(data), tagged(0, octets(bytes)));
}

function bag(type: string, value: BaseBlock) {
  return sequence(oid(type), tagged(0, value), setOf());
}
