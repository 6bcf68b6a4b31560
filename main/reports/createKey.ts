import { createPrivateKey, generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import forge from 'node-forge';
import { LabError } from '../domain/labError.ts';
import { encodePkcs12 } from './pkcs12File.ts';

/** Whom a new signing key belongs to. */
export interface KeyRequest {
  readonly commonName: string;
  readonly organisation?: string;
  readonly password: string;
  /** 1..30 */
  readonly validYears: number;
}

const minimumPasswordLength = 8;

/** Makes a signing key of RSA-3072 (good until 2030 and beyond, NIST SP 800-57) with a self-signed
 *  certificate for digital signatures and non-repudiation.
 *  @returns a PKCS#12 file that OpenSSL, browsers and Acrobat read
 *  @throws LabError 'argument-invalid' for an empty name, a short password or a strange validity */
export async function createKey(request: KeyRequest): Promise<Buffer> {
  checkRequest(request);
  const { privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 3072,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const certificate = selfSign(privateKey, request);
  return encodePkcs12(createPrivateKey(privateKey), certificate, request.password);
}

/** @returns DER of the certificate */
function selfSign(privateKeyPem: string, request: KeyRequest): Buffer {
  const privateKey = forge.pki.privateKeyFromPem(privateKeyPem);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.setRsaPublicKey(privateKey.n, privateKey.e);
  certificate.serialNumber = randomSerial();
  certificate.validity.notBefore = new Date();
  certificate.validity.notAfter = yearsFrom(certificate.validity.notBefore, request.validYears);
  const subject = subjectOf(request);
  certificate.setSubject(subject);
  certificate.setIssuer(subject);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, nonRepudiation: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  certificate.sign(privateKey, forge.md.sha256.create());
  return Buffer.from(forge.asn1.toDer(forge.pki.certificateToAsn1(certificate)).getBytes(), 'latin1');
}

function subjectOf(request: KeyRequest): forge.pki.CertificateField[] {
  const fields = [
    { name: 'commonName', value: request.commonName.trim() },
    { name: 'organizationName', value: request.organisation?.trim() ?? '' },
  ];
  return fields
    .filter((field) => field.value !== '')
    .map((field) => ({ ...field, valueTagClass: forge.asn1.Type.UTF8 as unknown as forge.asn1.Class }));
}

/** 127 random bits, positive, never starting with a zero byte (RFC 5280, 4.1.2.2: at most 20 octets). */
function randomSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

function yearsFrom(start: Date, years: number): Date {
  const end = new Date(start);
  end.setUTCFullYear(end.getUTCFullYear() + years);
  return end;
}

function checkRequest({ commonName, organisation, password, validYears }: KeyRequest): void {
  if (commonName.trim() === '') throw invalid('The key needs the name of its owner.');
  // RFC 5280, upper bounds of commonName and organizationName
  if (commonName.length > 64) throw invalid('The name of a key may have 64 characters at most: shorten it.');
  if ((organisation?.length ?? 0) > 64) {
    throw invalid('The organisation of a key may have 64 characters at most: shorten it.');
  }
  if (password.length < minimumPasswordLength) {
    throw invalid(`The password of a key needs ${minimumPasswordLength} characters at least.`);
  }
  if (!Number.isInteger(validYears) || validYears < 1 || validYears > 30) {
    throw invalid(`A key is valid for 1 to 30 whole years, not ${validYears}.`);
  }
}

function invalid(message: string): LabError {
  return new LabError('argument-invalid', message);
}
