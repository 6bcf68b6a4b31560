import { createHash, verify, X509Certificate } from 'node:crypto';
import { LabError } from '../domain/labError.ts';
import { type FoundSignature, findSignatures, hasTraceOfSignature } from './findSignatures.ts';
import { decodePdfDate, decodePdfText } from './pdfText.ts';
import {
  encodeSignedAttributes,
  readSignatureContainer,
  type SignatureContainer,
} from './signatureContainer.ts';
import { describeCertificate, type SignerCertificate } from './signerCertificate.ts';

/** What a report's signature is worth. */
export interface Verification {
  /** valid: not a byte differs from what the signer signed. Whether to trust the signer is for people to say */
  readonly state: 'valid' | 'altered' | 'unsigned';
  /** as the signature claims; proven only when valid */
  readonly signer?: SignerCertificate;
  /** the meaning that the signer gave the signature */
  readonly reason?: string;
  /** the time the signer states, ISO 8601; no authority has stamped it */
  readonly signedAt?: string;
  readonly coversWholeFile: boolean;
  /** one sentence for people */
  readonly detail: string;
}

/** Says whether a report is, byte for byte, as it was signed. Made for the reports of this program: it is
 *  strict beyond the standards, and calls any other form of signature altered.
 *  @throws LabError 'pdf-unreadable' when the file is no PDF */
export async function verifyReport(pdf: Buffer): Promise<Verification> {
  if (pdf.subarray(0, 5).toString('latin1') !== '%PDF-') {
    throw new LabError('pdf-unreadable', 'This file is no PDF. Choose a report that ends in .pdf.');
  }
  try {
    const checks = findSignatures(pdf).map((signature) => check(signature, pdf.length));
    return summarise(checks, pdf);
  } catch (error) {
    return altered(error instanceof Error ? error.message : String(error));
  }
}

function summarise(checks: readonly Verification[], pdf: Buffer): Verification {
  const first = checks[0];
  if (first === undefined) {
    return hasTraceOfSignature(pdf)
      ? altered('The file had a signature, which is damaged')
      : { state: 'unsigned', coversWholeFile: false, detail: 'The file carries no signature.' };
  }
  return checks.find((one) => one.state !== 'valid') ?? first;
}

function check(signature: FoundSignature, fileLength: number): Verification {
  const container = readSignatureContainer(withoutPadding(signature.contents));
  const claims = readClaims(signature, container);
  const coversWholeFile = signature.signedEnd === fileLength;
  const problem = problemOf(signature, container, coversWholeFile);
  if (problem !== undefined) return { ...claims, coversWholeFile, state: 'altered', detail: `${problem}.` };
  return { ...claims, coversWholeFile, state: 'valid', detail: describeValid(claims) };
}

function problemOf(
  signature: FoundSignature,
  container: SignatureContainer,
  coversWholeFile: boolean,
): string | undefined {
  const digest = createHash('sha256').update(signature.signedBytes).digest();
  if (!digest.equals(container.digest)) return 'The file was changed after it was signed';
  const signer = container.certificates[0];
  if (signer === undefined) return 'The signature carries no certificate';
  const attributes = encodeSignedAttributes(digest, container.certificates);
  const { publicKey } = new X509Certificate(signer);
  if (!verify('sha256', attributes, publicKey, container.signature)) {
    return 'The signature was not made with the key of its certificate';
  }
  return coversWholeFile ? undefined : 'Something was added to the file after it was signed';
}

type Claims = Pick<Verification, 'signer' | 'reason' | 'signedAt'> & { readonly signer: SignerCertificate };

function readClaims({ dictionary }: FoundSignature, { certificates }: SignatureContainer): Claims {
  const reason = /\/Reason (\((?:[^\\)]|\\.)*\)|<[0-9A-F]*>)/.exec(dictionary)?.[1];
  const signedAt = decodePdfDate(/\/M (\(D:[^)]*\))/.exec(dictionary)?.[1] ?? '');
  return {
    signer: describeCertificate(certificates[0] ?? Buffer.alloc(0)),
    ...(reason === undefined ? {} : { reason: decodePdfText(reason) }),
    ...(signedAt === undefined ? {} : { signedAt }),
  };
}

function describeValid({ signer, signedAt }: Claims): string {
  const voucher = signer.selfSigned
    ? ' The certificate is self-signed: compare its SHA-256 with the one that the signer gave you.'
    : '';
  const expired =
    signedAt !== undefined && (signedAt < signer.notBefore || signedAt > signer.notAfter)
      ? ' The stated time of signing lies outside the validity of the certificate.'
      : '';
  return `Unchanged since ${signer.commonName} signed it.${expired}${voucher}`;
}

/** The container's own bytes by the length in its header. @throws Error when anything but zeros follows */
function withoutPadding(contents: Buffer): Buffer {
  const lengthBytes = (contents[1] ?? 0) - 0x80;
  if (contents[0] !== 0x30 || lengthBytes < 1 || lengthBytes > 3) {
    throw new Error('The signature is not in the form that Blastscope writes');
  }
  const end = 2 + lengthBytes + contents.readUIntBE(2, lengthBytes);
  if (end > contents.length || contents.subarray(end).some((byte) => byte !== 0)) {
    throw new Error('The room of the signature was tampered with');
  }
  return contents.subarray(0, end);
}

function altered(problem: string): Verification {
  return { state: 'altered', coversWholeFile: false, detail: `${problem}.` };
}
