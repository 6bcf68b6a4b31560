import { createCipheriv, createDecipheriv, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { type BaseBlock, Constructed, type Sequence } from 'asn1js';
import forge from 'node-forge';
import { integerOf, membersOf, octetsOf, oidOf } from './berReader.ts';
import { algorithm, integer, octets, sequence } from './derWriter.ts';

const derive = promisify(pbkdf2);

const pbes2 = '1.2.840.113549.1.5.13';
const pbkdf2Id = '1.2.840.113549.1.5.12';
const hmacSha1 = '1.2.840.113549.2.7';
const hmacSha256 = '1.2.840.113549.2.9';
const aes256 = '2.16.840.1.101.3.4.1.42';

const hmacDigests: Readonly<Record<string, string>> = {
  [hmacSha1]: 'sha1',
  [hmacSha256]: 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};

/** Ciphers of PBES2 (RFC 8018) and, with the key derivation of PKCS#12 itself, of `openssl -legacy`. */
const ciphers: Readonly<Record<string, { readonly name: string; readonly keyBytes: number }>> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyBytes: 24 },
  [aes256]: { name: 'aes-256-cbc', keyBytes: 32 },
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyBytes: 24 },
  '1.2.840.113549.1.12.1.3': { name: 'des-ede3-cbc', keyBytes: 24 },
  '1.2.840.113549.1.12.1.5': { name: 'rc2', keyBytes: 16 },
  '1.2.840.113549.1.12.1.6': { name: 'rc2', keyBytes: 5 },
};

/** Rounds of PBKDF2-HMAC-SHA256 for a new key file (OWASP 2023). */
const iterationCount = 600_000;
/** More than any tool writes; a file that asks for more would only keep the lab waiting. */
const maximumIterations = 10_000_000;

/** Encrypts with AES-256-CBC under a password (PBES2). @returns the AlgorithmIdentifier and the ciphertext */
export async function encryptWithPassword(
  plain: Buffer,
  password: string,
): Promise<{ readonly algorithm: Sequence; readonly encrypted: Buffer }> {
  const [salt, iv] = [randomBytes(16), randomBytes(16)];
  const key = await derive(Buffer.from(password, 'utf8'), salt, iterationCount, 32, 'sha256');
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const derivation = sequence(octets(salt), integer(iterationCount), algorithm(hmacSha256, 'null'));
  return {
    algorithm: algorithm(pbes2, sequence(algorithm(pbkdf2Id, derivation), algorithm(aes256, octets(iv)))),
    encrypted: Buffer.concat([cipher.update(plain), cipher.final()]),
  };
}

/** Undoes PBES2 and the older password encryptions of PKCS#12.
 *  @throws Error when the algorithm is unknown or the password does not fit */
export async function decryptWithPassword(
  identifier: BaseBlock | undefined,
  encrypted: Buffer,
  password: string,
): Promise<Buffer> {
  const [type, parameters] = membersOf(identifier);
  if (oidOf(type) !== pbes2)
    return decryptLegacy(oidOf(type), membersOf(parameters), { encrypted, password });
  const [derivation, encryption] = membersOf(parameters).map(membersOf);
  if (oidOf(derivation?.[0]) !== pbkdf2Id) throw new Error('The key derivation is not PBKDF2');
  const [salt, iterations, ...rest] = membersOf(derivation?.[1]);
  const hash = rest.find((one) => one instanceof Constructed);
  const digest = hmacDigests[hash === undefined ? hmacSha1 : oidOf(membersOf(hash)[0])];
  if (digest === undefined) throw new Error('The hash of the key derivation is not known');
  const cipher = cipherOf(oidOf(encryption?.[0]));
  const key = await derive(
    Buffer.from(password, 'utf8'),
    octetsOf(salt),
    boundedIterations(integerOf(iterations)),
    cipher.keyBytes,
    digest,
  );
  return decipher(cipher.name, { key, iv: octetsOf(encryption?.[1]), encrypted });
}

/** The key derivation of PKCS#12 (RFC 7292, B.2).
 *  @param use 1 a cipher's key, 2 its IV, 3 the key of the file's MAC */
export function derivePkcs12Key(
  password: string,
  salt: Buffer,
  wanted: {
    readonly use: 1 | 2 | 3;
    readonly iterations: number;
    readonly bytes: number;
    readonly hash: HashName;
  },
): Buffer {
  const derived = forge.pkcs12.generateKey(
    password,
    forge.util.createBuffer(salt.toString('latin1')),
    wanted.use,
    boundedIterations(wanted.iterations),
    wanted.bytes,
    forge.md[wanted.hash].create(),
  );
  return Buffer.from(derived.getBytes(), 'latin1');
}

export type HashName = 'sha1' | 'sha256' | 'sha384' | 'sha512';

function decryptLegacy(
  type: string,
  parameters: readonly BaseBlock[],
  sealed: { readonly encrypted: Buffer; readonly password: string },
): Buffer {
  const cipher = cipherOf(type);
  const salt = octetsOf(parameters[0]);
  const wanted = { iterations: integerOf(parameters[1]), hash: 'sha1' } as const;
  const key = derivePkcs12Key(sealed.password, salt, { ...wanted, use: 1, bytes: cipher.keyBytes });
  const iv = derivePkcs12Key(sealed.password, salt, { ...wanted, use: 2, bytes: 8 });
  return decipher(cipher.name, { key, iv, encrypted: sealed.encrypted });
}

function decipher(
  name: string,
  sealed: { readonly key: Buffer; readonly iv: Buffer; readonly encrypted: Buffer },
): Buffer {
  if (name === 'rc2') return decipherRc2(sealed);
  const cipher = createDecipheriv(name, sealed.key, sealed.iv);
  return Buffer.concat([cipher.update(sealed.encrypted), cipher.final()]);
}

/** OpenSSL 3 keeps RC2 in a module that Node does not carry. */
function decipherRc2(sealed: {
  readonly key: Buffer;
  readonly iv: Buffer;
  readonly encrypted: Buffer;
}): Buffer {
  const cipher = forge.rc2.createDecryptionCipher(sealed.key.toString('latin1'), sealed.key.length * 8);
  cipher.start(sealed.iv.toString('latin1'));
  cipher.update(forge.util.createBuffer(sealed.encrypted.toString('latin1')));
  if (!cipher.finish()) throw new Error('The padding does not fit: the password is wrong');
  return Buffer.from(cipher.output.getBytes(), 'latin1');
}

function cipherOf(identifier: string): { readonly name: string; readonly keyBytes: number } {
  const cipher = ciphers[identifier];
  if (cipher === undefined) throw new Error(`The cipher ${identifier} is not known`);
  return cipher;
}

function boundedIterations(iterations: number): number {
  if (Number.isInteger(iterations) && iterations > 0 && iterations <= maximumIterations) return iterations;
  throw new Error(`${iterations} rounds of key derivation are not believable`);
}
