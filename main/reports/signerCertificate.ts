import { createHash, X509Certificate } from 'node:crypto';

/** The certificate that a signature was made with. */
export interface SignerCertificate {
  readonly commonName: string;
  /** lower-case hexadecimal, of the certificate's DER */
  readonly certificateSha256: string;
  /** ISO 8601 */
  readonly notBefore: string;
  readonly notAfter: string;
  /** true when nobody but its owner vouches for it */
  readonly selfSigned: boolean;
}

/** @param der of an X.509 certificate. @throws Error when it is none */
export function describeCertificate(der: Buffer): SignerCertificate {
  const certificate = new X509Certificate(der);
  return {
    commonName: commonNameOf(certificate),
    certificateSha256: createHash('sha256').update(der).digest('hex'),
    notBefore: new Date(certificate.validFrom).toISOString(),
    notAfter: new Date(certificate.validTo).toISOString(),
    selfSigned: certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey),
  };
}

/** The common name of the subject; all of the subject when it has none. */
export function commonNameOf(certificate: X509Certificate): string {
  const names: unknown = certificate.toLegacyObject().subject.CN;
  if (typeof names === 'string') return names;
  if (Array.isArray(names)) return names.join(', ');
  return certificate.subject;
}
