import { expect, test } from 'vitest';
import { renderReport } from '../../../main/reports/renderReport.ts';
import { aDifferential, aGalleryCell, aReportInput } from './aReportInput.ts';

function countPages(pdf: Buffer): number {
  return pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0;
}

test('the same frozen inputs give the same report, byte for byte', async () => {
  const input = aReportInput({ gallery: [await aGalleryCell()] });
  expect((await renderReport(input)).equals(await renderReport(input))).toBe(true);
});

test('a report is a tagged PDF/A-2b in English with its slide as title', async () => {
  const text = (await renderReport(aReportInput())).toString('latin1');
  for (const mark of ['%PDF-1.7', '/MarkInfo', '/StructTreeRoot', '/Lang (en)', '/OutputIntents']) {
    expect(text).toContain(mark);
  }
  expect(text).toMatch(/<pdfaid:part>2<\/pdfaid:part>\s*<pdfaid:conformance>B</);
  expect(text).toContain('Blastscope report: smear-0042');
});

test('a slide without a cell still gets a report, on one page', async () => {
  const input = aReportInput({ cellCount: 0, reviewedCellCount: 0, differential: aDifferential({}) });
  expect(countPages(await renderReport(input))).toBe(1);
});

test('a large gallery, sixty unread fields and endless names run over to more pages', async () => {
  const cell = await aGalleryCell({ windowUm: undefined });
  const input = aReportInput({
    gallery: Array.from({ length: 40 }, () => cell),
    slide: {
      ...aReportInput().slide,
      name: `${'Präparat_'.repeat(40)}李\u202E`,
      failedFields: Array.from({ length: 60 }, (_, index) => ({
        name: `field-${index}.jpg`,
        code: 'slide-unreadable',
        message: 'Cannot read this field: the JPEG is cut short. '.repeat(5),
      })),
    },
    reviewer: { name: 'Ana '.repeat(90), role: 'R'.repeat(400), meaning: 'approved' },
    isSynthetic: true,
  });
  expect(countPages(await renderReport(input))).toBeGreaterThanOrEqual(4);
});

test('markup in names does not break the metadata', async () => {
  const slide = { ...aReportInput().slide, name: 'A & B <smear>' };
  const text = (await renderReport(aReportInput({ slide }))).toString('latin1');
  expect(text).toContain('<rdf:li xml:lang="x-default">Blastscope report: A _ B _smear_</rdf:li>');
});
