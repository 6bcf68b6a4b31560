import { type KeyObject, X509Certificate } from 'node:crypto';
import { LabError } from '../domain/labError.ts';
import { type Pkcs12Contents, readPkcs12, WrongPasswordError } from './pkcs12File.ts';
import { commonNameOf } from './signerCertificate.ts';

/** A signing key and its certificates, as they came out of a PKCS#12 file. */
export interface SigningKey {
  /** RSA or elliptic curve */
  readonly privateKey: KeyObject;
  /** DER; the certificate of the private key first, then those that issued it, as far as the file has them */
  readonly certificates: readonly Buffer[];
  readonly commonName: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** Opens a PKCS#12 file for signing.
 *  @param at the time of signing, at which the certificate must be valid
 *  @throws LabError 'key-password-wrong'; 'key-invalid' when the file is broken or holds no usable key, or
 *  its certificate has expired or is not valid yet */
export async function openKey(pkcs12: Buffer, password: string, at: Date = new Date()): Promise<SigningKey> {
  const contents = await readContents(pkcs12, password);
  const certificates = contents.certificates.map(parseCertificate);
  for (const privateKey of contents.privateKeys) {
    const own = certificates.find((certificate) => certificate.checkPrivateKey(privateKey));
    if (own !== undefined) return checked(privateKey, chainFrom(own, certificates), at);
  }
  throw keyInvalid('holds no private key with its certificate. Export both from where the key was made');
}

async function readContents(pkcs12: Buffer, password: string): Promise<Pkcs12Contents> {
  try {
    return await readPkcs12(pkcs12, password);
  } catch (cause) {
    if (cause instanceof WrongPasswordError) {
      throw new LabError('key-password-wrong', 'The password of the signing key is wrong.', {}, { cause });
    }
    throw keyInvalid('cannot be read: it is broken or no PKCS#12 file (.p12, .pfx)', cause);
  }
}

function parseCertificate(der: Buffer): X509Certificate {
  try {
    return new X509Certificate(der);
  } catch (cause) {
    throw keyInvalid('holds a broken certificate. Export it again from where the key was made', cause);
  }
}

function checked(privateKey: KeyObject, chain: readonly X509Certificate[], at: Date): SigningKey {
  const own = chain[0];
  if (own === undefined) throw new Error('A chain starts with the certificate of the key');
  const notBefore = new Date(own.validFrom);
  const notAfter = new Date(own.validTo);
  if (privateKey.asymmetricKeyType !== 'rsa' && privateKey.asymmetricKeyType !== 'ec') {
    throw keyInvalid(`is of type ${privateKey.asymmetricKeyType}; reports are signed with RSA or EC keys`);
  }
  if (at > notAfter) {
    throw keyInvalid(`expired on ${day(notAfter)}. Make a new one with "lab keys create"`);
  }
  if (at < notBefore) {
    throw keyInvalid(`is valid only from ${day(notBefore)}. Check the clock of this machine`);
  }
  const certificates = chain.map((certificate) => certificate.raw);
  return { privateKey, certificates, commonName: commonNameOf(own), notBefore, notAfter };
}

/** The certificate and those that issued it, as far as they are at hand. */
function chainFrom(own: X509Certificate, all: readonly X509Certificate[]): readonly X509Certificate[] {
  const chain = [own];
  for (let last = own; ; ) {
    const issuer = all.find((one) => !chain.includes(one) && last.checkIssued(one));
    if (issuer === undefined) return chain;
    chain.push(issuer);
    last = issuer;
  }
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function keyInvalid(what: string, cause?: unknown): LabError {
  return new LabError('key-invalid', `The signing key ${what}.`, {}, { cause });
}
