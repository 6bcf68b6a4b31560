import { createHash, X509Certificate } from 'node:crypto';
import type { BaseBlock, Sequence } from 'asn1js';
import { bytesOf, membersOf, octetsOf, oidOf, readBer, tagOf } from './berReader.ts';
import { algorithm, integer, octets, oid, sequence, setOf, tagged, toDer } from './derWriter.ts';

/** What a report's signature is made of. */
export interface SignatureContainer {
  /** SHA-256 of the signed bytes */
  readonly digest: Buffer;
  /** DER; the signer's first */
  readonly certificates: readonly Buffer[];
  /** over the DER of `encodeSignedAttributes`: RSA PKCS#1 v1.5 or ECDSA, with SHA-256 */
  readonly signature: Buffer;
}

const data = '1.2.840.113549.1.7.1';
const signedData = '1.2.840.113549.1.7.2';
const contentType = '1.2.840.113549.1.9.3';
const messageDigest = '1.2.840.113549.1.9.4';
const signingCertificateV2 = '1.2.840.113549.1.9.16.2.47';
const sha256 = '2.16.840.1.101.3.4.2.1';
const rsaEncryption = '1.2.840.113549.1.1.1';
const ecdsaWithSha256 = '1.2.840.10045.4.3.2';

/** The attributes that PAdES baseline B signs (ETSI EN 319 142-1, 6.3): contentType, messageDigest and
 *  signingCertificateV2 with the hash of every certificate, and no signingTime: that stands in the PDF.
 *  @returns DER of the SET, as it is signed */
export function encodeSignedAttributes(digest: Buffer, certificates: readonly Buffer[]): Buffer {
  return toDer(setOf(...signedAttributes(digest, certificates)));
}

/** The CMS SignedData of a detached PAdES baseline B signature. The parts settle every byte, so that a
 *  verifier can build it anew and compare. */
export function encodeSignatureContainer(container: SignatureContainer): Buffer {
  const { digest, certificates, signature } = container;
  const signer = signerOf(certificates);
  const signerInfo = sequence(
    integer(1),
    issuerAndSerial(signer),
    algorithm(sha256),
    tagged(0, ...membersOf(setOf(...signedAttributes(digest, certificates)))),
    signatureAlgorithm(signer),
    octets(signature),
  );
  const content = sequence(
    integer(1),
    setOf(algorithm(sha256)),
    sequence(oid(data)),
    tagged(0, ...membersOf(setOf(...certificates.map(readBer)))),
    setOf(signerInfo),
  );
  return toDer(sequence(oid(signedData), tagged(0, content)));
}

/** Takes a container apart. @throws Error when it is not of the form that `encodeSignatureContainer` writes */
export function readSignatureContainer(der: Buffer): SignatureContainer {
  const content = membersOf(membersOf(membersOf(readBer(der))[1])[0]);
  const signerInfos = membersOf(content.at(-1));
  const signerInfo = membersOf(signerInfos[0]);
  const certificates = membersOf(content.find((member) => tagOf(member) === 0)).map(bytesOf);
  const signer = certificates.find((one) => toDer(issuerAndSerial(one)).equals(bytesOf(signerInfo[1])));
  if (signer === undefined) throw new Error('The signature carries no certificate of its signer');
  const digestAttribute = membersOf(signerInfo[3])
    .map(membersOf)
    .find((attribute) => oidOf(attribute[0]) === messageDigest);
  const container = {
    digest: octetsOf(membersOf(digestAttribute?.[1])[0]),
    certificates: [signer, ...certificates.filter((one) => one !== signer)],
    signature: octetsOf(signerInfo[5]),
  };
  if (!encodeSignatureContainer(container).equals(der)) {
    throw new Error('The signature is not in the form that Blastscope writes');
  }
  return container;
}

function signedAttributes(digest: Buffer, certificates: readonly Buffer[]): readonly Sequence[] {
  const [signer, ...others] = [signerOf(certificates), ...certificates.slice(1).toSorted(Buffer.compare)];
  const hashes = [signer, ...others].map((one) =>
    sequence(octets(createHash('sha256').update(one).digest())),
  );
  return [
    attribute(contentType, oid(data)),
    attribute(messageDigest, octets(digest)),
    attribute(signingCertificateV2, sequence(sequence(...hashes))),
  ];
}

function attribute(type: string, value: BaseBlock): Sequence {
  return sequence(oid(type), setOf(value));
}

function signerOf(certificates: readonly Buffer[]): Buffer {
  const signer = certificates[0];
  if (signer === undefined) throw new Error('A signature needs the certificate of its signer');
  return signer;
}

function issuerAndSerial(certificate: Buffer): Sequence {
  const body = membersOf(membersOf(readBer(certificate))[0]);
  const [serial, , issuer] = tagOf(body[0]) === 0 ? body.slice(1) : body;
  return sequence(readBer(bytesOf(issuer)), readBer(bytesOf(serial)));
}

function signatureAlgorithm(certificate: Buffer): Sequence {
  const keyType = new X509Certificate(certificate).publicKey.asymmetricKeyType;
  if (keyType === 'rsa') return algorithm(rsaEncryption, 'null');
  if (keyType === 'ec') return algorithm(ecdsaWithSha256);
  throw new Error(`Signatures with a key of type ${keyType} are not known`);
}
