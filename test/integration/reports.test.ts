import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKey } from '../../main/reports/createKey.ts';
import { openKey } from '../../main/reports/openKey.ts';
import { renderReport } from '../../main/reports/renderReport.ts';
import { signReport } from '../../main/reports/signReport.ts';
import { verifyReport } from '../../main/reports/verifyReport.ts';
import { aGalleryCell, aReportInput } from '../unit/reports/aReportInput.ts';

const run = promisify(execFile);
const hasPoppler = ['pdfsig', 'pdftotext', 'pdftoppm', 'pdffonts'].every(isInstalled);
const hasOpenssl = isInstalled('openssl');
if (!hasPoppler) console.warn('Skipped checks of reports with poppler: apt-get install poppler-utils');
if (!hasOpenssl) console.warn('Skipped checks of keys with OpenSSL: apt-get install openssl');

const password = 'sécret pass';
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blastscope-reports-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version']).error === undefined;
}

/** @returns standard output, whatever the exit code: pdfsig says of an altered file what is wrong with it */
async function outputOf(program: string, ...options: readonly string[]): Promise<string> {
  return run(program, [...options], { cwd: folder }).then(
    ({ stdout }) => stdout,
    (error: { readonly stdout: string }) => error.stdout,
  );
}

async function issueReport(name: string): Promise<Buffer> {
  const pkcs12 = await createKey({ commonName: 'Dr. Nováková', password, validYears: 2 });
  const gallery = await Promise.all(Array.from({ length: 12 }, () => aGalleryCell()));
  const pdf = await renderReport(aReportInput({ gallery, isSynthetic: true }));
  const signed = await signReport(pdf, { pkcs12, password, reason: 'reviewed', name: 'Dr. Nováková' });
  await writeFile(join(folder, name), signed);
  return signed;
}

describe.skipIf(!hasPoppler)('poppler (apt-get install poppler-utils)', () => {
  test('pdfsig calls the signature valid, and no longer after one changed byte', async () => {
    const signed = await issueReport('report.pdf');
    const sound = await outputOf('pdfsig', 'report.pdf');
    expect(sound).toContain('Signature is Valid');
    expect(sound).toContain('Total document signed');
    expect(sound).toContain('ETSI.CAdES.detached');
    signed[1000] = (signed[1000] ?? 0) ^ 1;
    await writeFile(join(folder, 'changed.pdf'), signed);
    expect(await outputOf('pdfsig', 'changed.pdf')).not.toContain('Signature is Valid');
  });

  test('the text of a report holds its figures, and the banner stands on every page', async () => {
    await issueReport('report.pdf');
    const text = (await outputOf('pdftotext', '-layout', 'report.pdf', '-')).replaceAll(/[ \n]+/g, ' ');
    for (const words of [
      '37 of 200 cells are blast-like: 18.5 %',
      '(95 % interval 13.4–24.6 %).',
      'Refer for immunophenotyping.',
      '163 81.5 % 75.4–86.6 %',
      '0.96 blast-like',
      '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      'vgg13 1.2.3',
      '2026-11-23 18:44:05 +01:00 (Europe/Berlin)',
      'Dr. Žofie Nováková',
      'Reviewed: the signer has reviewed this report.',
      'page 2 of 2',
    ]) {
      expect(text).toContain(words);
    }
    const pages = text.split('\f').filter((one) => one.trim() !== '');
    expect(pages).toHaveLength(2);
    for (const page of pages) {
      expect(page).toContain('For research use only. Not a diagnosis.');
      expect(page).toContain('SYNTHETIC SLIDE');
    }
    expect(text.replaceAll('Not a diagnosis.', '')).not.toMatch(/diagnos|malignan/i);
  });

  test('classes bear the names of the lab beside the standard terms, in table, gallery and provenance', async () => {
    const usual = aReportInput();
    const classes = {
      ...usual.classes,
      'pre-b': { ...usual.classes['pre-b'], name: 'Type 2' },
      'pro-b': { ...usual.classes['pro-b'], isBlast: false },
    };
    const gallery = [await aGalleryCell()];
    await writeFile(join(folder, 'own.pdf'), await renderReport({ ...usual, gallery, classes }));
    const text = (await outputOf('pdftotext', '-layout', 'own.pdf', '-')).replaceAll(/[ \n]+/g, ' ');
    for (const words of [
      /Type 2 21 10\.5 %/,
      /Names of this laboratory: Type 2 = Blast-like, pre-B/,
      /Type 2 0\.71/,
      /0\.77 blast-like/,
      /Class names Type 2 = Blast-like, pre-B/,
      /Counted as blast-like Blast-like, early pre-B; Blast-like, pre-B/,
    ])
      expect(text).toMatch(words);
  });

  test('pages draw as pictures, and all fonts are embedded', async () => {
    await issueReport('report.pdf');
    await outputOf('pdftoppm', '-r', '40', '-png', 'report.pdf', 'page');
    const { channels } = await sharp(await readFile(join(folder, 'page-1.png'))).stats();
    expect(channels[0]?.stdev).toBeGreaterThan(20);
    const fonts = (await outputOf('pdffonts', 'report.pdf')).trim().split('\n').slice(2);
    expect(fonts.length).toBeGreaterThanOrEqual(3);
    for (const font of fonts) expect(font).toMatch(/Identity-H\s+yes yes yes/);
  });
});

describe.skipIf(!hasOpenssl)('OpenSSL (apt-get install openssl)', () => {
  const kinds = [
    { name: 'rsa', newKey: ['rsa:2048'], form: [] },
    { name: 'rsa-legacy', newKey: ['rsa:2048'], form: ['-legacy'] },
    { name: 'ec', newKey: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'], form: [] },
    { name: 'ec-legacy', newKey: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'], form: ['-legacy'] },
  ];

  test.for(kinds)('a key made by OpenSSL ($name) signs a report', async ({ name, newKey, form }) => {
    const files = ['-keyout', `${name}.key`, '-out', `${name}.crt`];
    const subject = ['-utf8', '-subj', '/CN=Ana Ωmega', '-days', '30'];
    await run('openssl', ['req', '-x509', '-nodes', '-newkey', ...newKey, ...files, ...subject], {
      cwd: folder,
    });
    const pair = ['-inkey', `${name}.key`, '-in', `${name}.crt`, '-out', `${name}.p12`];
    await run('openssl', ['pkcs12', '-export', ...form, ...pair, '-passout', `pass:${password}`], {
      cwd: folder,
    });
    const pkcs12 = await readFile(join(folder, `${name}.p12`));
    expect((await openKey(pkcs12, password)).commonName).toBe('Ana Ωmega');
    await expect(openKey(pkcs12, 'wrong')).rejects.toMatchObject({ code: 'key-password-wrong' });
    const pdf = await renderReport(aReportInput());
    const signed = await signReport(pdf, { pkcs12, password, reason: 'approved', name: 'Ana Ωmega' });
    expect((await verifyReport(signed)).state).toBe('valid');
  });

  test('OpenSSL reads a key made by this program', async () => {
    const pkcs12 = await createKey({ commonName: 'Ana Ωmega', password, validYears: 2 });
    await writeFile(join(folder, 'ours.p12'), pkcs12);
    const options = ['pkcs12', '-in', 'ours.p12', '-nodes', '-passin', `pass:${password}`];
    const { stdout } = await run('openssl', options, { cwd: folder });
    expect(stdout).toContain('BEGIN PRIVATE KEY');
    await writeFile(join(folder, 'ours.pem'), stdout);
    const { stdout: printed } = await run('openssl', ['x509', '-in', 'ours.pem', '-noout', '-text'], {
      cwd: folder,
    });
    expect(printed).toContain('Digital Signature, Non Repudiation');
  });
});
