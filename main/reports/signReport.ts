import { createHash, sign } from 'node:crypto';
import { LabError } from '../domain/labError.ts';
import { appendSignatureField, type PreparedPdf } from './appendSignatureField.ts';
import { openKey, type SigningKey } from './openKey.ts';
import { encodeSignatureContainer, encodeSignedAttributes } from './signatureContainer.ts';
import { verifyReport } from './verifyReport.ts';

/** How a report is signed. */
export interface SignatureRequest {
  readonly pkcs12: Buffer;
  readonly password: string;
  /** the meaning of the signature: "reviewed", "approved", … */
  readonly reason: string;
  /** the signer's printed name */
  readonly name: string;
  readonly location?: string;
  /** signing time, now unless told */
  readonly signedAt?: Date;
}

/** Signs a report of `renderReport` as PAdES baseline B (ETSI EN 319 142-1), certifying: no later change
 *  is allowed. The result is verified before it is returned.
 *  @throws LabError 'key-password-wrong', 'key-invalid'; 'pdf-unreadable' when the PDF is no unsigned report
 *  of this program */
export async function signReport(pdf: Buffer, request: SignatureRequest): Promise<Buffer> {
  const signedAt = request.signedAt ?? new Date();
  const key = await openKey(request.pkcs12, request.password, signedAt);
  // a signature of nothing tells the room that the real one needs; ECDSA's varies by a few bytes
  const containerBytes = containerOf(Buffer.alloc(0), key).length + 32;
  const prepared = prepare(pdf, { ...request, location: request.location, signedAt, containerBytes });
  const signed = fillIn(prepared, containerOf(signedBytes(prepared), key), containerBytes);
  const verification = await verifyReport(signed);
  if (verification.state !== 'valid') throw new Error(`The new signature fails: ${verification.detail}`);
  return signed;
}

function prepare(pdf: Buffer, field: Parameters<typeof appendSignatureField>[1]): PreparedPdf {
  try {
    return appendSignatureField(pdf, field);
  } catch (cause) {
    const what = 'Only an unsigned report of this program can be signed. Issue the report again.';
    throw new LabError('pdf-unreadable', what, {}, { cause });
  }
}

function signedBytes({ bytes, contentsStart, contentsEnd }: PreparedPdf): Buffer {
  return Buffer.concat([bytes.subarray(0, contentsStart), bytes.subarray(contentsEnd)]);
}

function containerOf(content: Buffer, key: SigningKey): Buffer {
  const digest = createHash('sha256').update(content).digest();
  const { certificates, privateKey } = key;
  const signature = sign('sha256', encodeSignedAttributes(digest, certificates), privateKey);
  return encodeSignatureContainer({ digest, certificates, signature });
}

function fillIn(prepared: PreparedPdf, container: Buffer, containerBytes: number): Buffer {
  const contents = container.toString('hex').padEnd(containerBytes * 2, '0');
  return Buffer.concat([
    prepared.bytes.subarray(0, prepared.contentsStart),
    Buffer.from(`<${contents}>`, 'latin1'),
    prepared.bytes.subarray(prepared.contentsEnd),
  ]);
}
