import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LabError } from '../../../main/domain/labError.ts';
import { createKey } from '../../../main/reports/createKey.ts';
import { renderReport } from '../../../main/reports/renderReport.ts';
import { signReport } from '../../../main/reports/signReport.ts';
import { verifyReport } from '../../../main/reports/verifyReport.ts';
import { aReportInput } from './aReportInput.ts';

const password = 'correct horse';
const pkcs12 = await createKey({ commonName: 'Dr. Nováková', password, validYears: 2 });
const unsigned = await renderReport(aReportInput());
const request = { pkcs12, password, reason: 'reviewed (all 200 cells)', name: 'Žofie Nováková' };
const signed = await signReport(unsigned, { ...request, location: 'Brno' });
const contentsStart = signed.indexOf('/Contents <') + '/Contents <'.length;
const contentsEnd = signed.indexOf('>', contentsStart);

async function stateOf(pdf: Buffer): Promise<string> {
  try {
    return (await verifyReport(pdf)).state;
  } catch (error) {
    if (error instanceof LabError) return error.code;
    throw error;
  }
}

function changed(pdf: Buffer, position: number, byte: number): Buffer {
  const copy = Buffer.from(pdf);
  copy[position] = byte;
  return copy;
}

test('a signed report is valid and tells who signed it and what for', async () => {
  const verification = await verifyReport(signed);
  expect(verification).toMatchObject({
    state: 'valid',
    coversWholeFile: true,
    reason: 'reviewed (all 200 cells)',
    signer: { commonName: 'Dr. Nováková', selfSigned: true },
  });
  expect(verification.signer?.certificateSha256).toMatch(/^[0-9a-f]{64}$/);
  expect(Date.parse(verification.signedAt ?? '')).toBeLessThanOrEqual(Date.now());
});

test('the signature keeps the identifier of the file, which PDF/A wants in every trailer', () => {
  const identifiers = signed.toString('latin1').match(/\/ID \[[^\]]+\]/g);
  expect(identifiers).toHaveLength(2);
  expect(identifiers?.[0]).toBe(identifiers?.[1]);
});

test('a report that nobody signed is unsigned', async () => {
  expect(await verifyReport(unsigned)).toMatchObject({ state: 'unsigned', coversWholeFile: false });
});

test('no single changed byte of a signed report goes unseen', async () => {
  const anyByte = fc.record({
    position: fc.oneof(
      fc.nat(signed.length - 1),
      fc.integer({ min: contentsStart - 100, max: contentsEnd + 20 }),
    ),
    byte: fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('0123456789abcdefABCDEF<>'))),
  });
  await fc.assert(
    fc.asyncProperty(anyByte, async ({ position, byte }) => {
      fc.pre(signed[position] !== byte);
      expect(await stateOf(changed(signed, position, byte))).not.toBe('valid');
    }),
    { numRuns: 250 },
  );
}, 120_000);

test('a letter case, the padding and the room of the signature cannot be played with', async () => {
  const hexadecimal = signed.subarray(contentsStart, contentsEnd).toString('latin1');
  const letter = contentsStart + hexadecimal.search(/[a-f]/);
  const upper = (signed[letter] ?? 0) - 0x20;
  expect(await stateOf(changed(signed, letter, upper))).toBe('altered');
  expect(await stateOf(changed(signed, contentsEnd - 1, 0x31))).toBe('altered');
  const allUpper = Buffer.concat([
    signed.subarray(0, contentsStart),
    Buffer.from(hexadecimal.toUpperCase()),
    signed.subarray(contentsEnd),
  ]);
  expect(await stateOf(allUpper)).toBe('altered');
});

test('a report with anything added, cut off or signed over is altered', async () => {
  const added = await verifyReport(Buffer.concat([signed, Buffer.from('\n')]));
  expect(added).toMatchObject({ state: 'altered', coversWholeFile: false });
  expect(await stateOf(signed.subarray(0, signed.length - 1))).toBe('altered');
  expect(await stateOf(Buffer.concat([signed, signed.subarray(unsigned.length)]))).toBe('altered');
  await expect(signReport(signed, request)).rejects.toMatchObject({ code: 'pdf-unreadable' });
});

test('a ByteRange that leaves out more than the signature is not believed', async () => {
  const text = signed.toString('latin1');
  const [range = '', start = '', end = ''] = /\/ByteRange \[0 (\d+) (\d+) \d+ *\]/.exec(text) ?? [];
  for (const [from, to] of [
    [Number(start) - 20, Number(end)],
    [Number(start), Number(end) + 20],
    [Number(end), Number(start)],
  ]) {
    const forged = `/ByteRange [0 ${from} ${to} ${signed.length - Number(to)}`.padEnd(range.length - 1);
    const pdf = Buffer.from(text.replace(range, `${forged}]`), 'latin1');
    expect(await stateOf(pdf)).toBe('altered');
  }
});

test('a file that is no PDF is refused', async () => {
  for (const file of [Buffer.alloc(0), Buffer.from('a letter'), Buffer.from('PK\u0003\u0004')]) {
    await expect(verifyReport(file)).rejects.toMatchObject({ code: 'pdf-unreadable' });
  }
});

test('a wrong password signs nothing', async () => {
  await expect(signReport(unsigned, { ...request, password: 'wrong' })).rejects.toMatchObject({
    code: 'key-password-wrong',
  });
});

test('only reports of this program are signed', async () => {
  for (const file of [Buffer.from('%PDF-1.7\n%%EOF'), Buffer.alloc(0)]) {
    await expect(signReport(file, request)).rejects.toMatchObject({ code: 'pdf-unreadable' });
  }
});
