import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { createKey } from '../../../main/reports/createKey.ts';
import { openKey } from '../../../main/reports/openKey.ts';

const password = 'sécret µ密';
const pkcs12 = await createKey({
  commonName: 'Žofie Nováková 李',
  organisation: 'Haematologie Süd',
  password,
  validYears: 2,
});

test('a new key opens with its password and carries its owner’s name', async () => {
  const key = await openKey(pkcs12, password);
  expect(key.commonName).toBe('Žofie Nováková 李');
  expect(key.privateKey.asymmetricKeyDetails?.modulusLength).toBe(3072);
  const certificate = new X509Certificate(key.certificates[0] ?? Buffer.alloc(0));
  expect(certificate.subject).toBe('CN=Žofie Nováková 李\nO=Haematologie Süd');
  expect(certificate.verify(certificate.publicKey)).toBe(true);
});

test('a wrong password is told from a broken key file', async () => {
  await expect(openKey(pkcs12, 'wrong')).rejects.toMatchObject({ code: 'key-password-wrong' });
  for (const broken of [Buffer.alloc(0), Buffer.from('no key'), pkcs12.subarray(0, 900)]) {
    await expect(openKey(broken, password)).rejects.toMatchObject({ code: 'key-invalid' });
  }
});

test('an expired key and one of the future are refused with the date', async () => {
  const key = await openKey(pkcs12, password);
  const year = 366 * 24 * 3600 * 1000;
  await expect(openKey(pkcs12, password, new Date(key.notAfter.getTime() + 1000))).rejects.toMatchObject({
    code: 'key-invalid',
    message: `The signing key expired on ${key.notAfter.toISOString().slice(0, 10)}. Make a new one with "lab keys create".`,
  });
  await expect(openKey(pkcs12, password, new Date(key.notBefore.getTime() - year))).rejects.toMatchObject({
    code: 'key-invalid',
    message: expect.stringContaining('is valid only from'),
  });
});

test('a key needs a name, a password worth the word and a sensible validity', async () => {
  const good = { commonName: 'Ana', password: 'long enough', validYears: 2 };
  for (const bad of [
    { ...good, commonName: ' ' },
    { ...good, commonName: 'x'.repeat(65) },
    { ...good, password: 'short' },
    { ...good, validYears: 0 },
    { ...good, validYears: 1.5 },
  ]) {
    await expect(createKey(bad)).rejects.toMatchObject({ code: 'argument-invalid' });
  }
});
