import { cellClasses } from '../../main/domain/cellClass.ts';
import { renderReport } from '../../main/reports/renderReport.ts';
import { sharp } from '../../main/slides/sharpLibrary.ts';
import { aDifferential, aReportInput } from '../unit/reports/aReportInput.ts';
import { drawnCells, drawRegion } from './aDrawnSmear.ts';

/** A report about the drawn smear, with some of its cells. */
export async function renderDrawnReport(): Promise<Uint8Array> {
  const blasts = drawnCells.filter(({ cellClass }) => cellClass !== 'benign').slice(0, 8);
  const gallery = await Promise.all(
    blasts.map(async ({ xPx, yPx, widthPx, heightPx, probabilities }) => {
      const region = { xPx: xPx - 20, yPx: yPx - 20, widthPx: widthPx + 40, heightPx: widthPx + 40 };
      const svg = drawRegion(region, { widthPx: 128, heightPx: 128 });
      const [benign = 0, early = 0, pre = 0, pro = 0] = cellClasses.map((_, at) => probabilities[at] ?? 0);
      return {
        fieldName: 'field-1.jpg',
        ...{ xPx, yPx, widthPx, heightPx, score: 0.9 },
        probabilities: { benign, 'early-pre-b': early, 'pre-b': pre, 'pro-b': pro },
        jpeg: await sharp(Buffer.from(svg)).flatten().jpeg({ quality: 92 }).toBuffer(),
        windowUm: 22,
      };
    }),
  );
  const counts = Object.fromEntries(
    cellClasses.map((one) => [one, drawnCells.filter(({ cellClass }) => cellClass === one).length]),
  );
  const input = aReportInput({ gallery, isSynthetic: true, cellCount: drawnCells.length });
  return renderReport({
    ...input,
    slide: { ...input.slide, name: 'bone-marrow-0417', fieldCount: 1, candidateFieldCount: 1 },
    differential: aDifferential(counts),
    reviewedCellCount: 14,
  });
}
