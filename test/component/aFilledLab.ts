import { type CellClass, cellClasses } from '../../main/domain/cellClass.ts';
import type { CellTable } from '../../main/domain/cellTable.ts';
import { listDeepZoomLevels } from '../../main/domain/deepZoom.ts';
import { estimatePixelSize } from '../../main/domain/pixelSize.ts';
import type { WorklistRow } from '../../main/domain/worklist.ts';
import { aCellTable } from '../helpers/aCellTable.ts';
import { drawnCells, drawnSmear } from '../helpers/aDrawnSmear.ts';
import { aWorklistRow } from '../helpers/aWorklistRow.ts';
import { modelAnswers } from './aFilledModelShelf.ts';
import type { createFakeLab } from './fakeLab.ts';

/* A lab at work, the same at every look: synthetic throughout. */

const seenCount = 21;
const reviewedCount = 14;
/** as the station numbers verdicts: the classes first */
const noVerdict = -1;

/** The slide that viewer, review and report show. */
export const shownSlide = aWorklistRow(1, {
  name: 'bone-marrow-0417',
  folderName: 'ward 3',
  isSynthetic: true,
  counts: countClasses(),
  mustSeeCount: drawnCells.filter(({ cellClass }) => cellClass !== 'benign').length,
  mustSeeSeenCount: 9,
});

const rows: readonly WorklistRow[] = [
  { ...shownSlide, addedAt: '2026-11-24T08:12:00.000Z' },
  aWorklistRow(2, { name: 'peripheral-2208', state: 'waiting', priority: 'stat', hasScan: false }),
  aWorklistRow(3, {
    name: 'peripheral-2207',
    folderName: 'ward 3',
    counts: { benign: 188, 'early-pre-b': 3, 'pre-b': 9 },
    mustSeeCount: 12,
    mustSeeSeenCount: 12,
    reportCount: 1,
    reportedAt: '2026-11-23T15:20:00.000Z',
  }),
  aWorklistRow(4, {
    name: 'bone-marrow-0416-second-look-after-therapy',
    folderName: 'outpatients',
    counts: { benign: 61, 'early-pre-b': 40, 'pre-b': 77, 'pro-b': 22 },
    mustSeeCount: 139,
    warnings: ['The red cells are wider than the file says.'],
  }),
  aWorklistRow(5, {
    name: 'smear-0098.svs',
    kind: 'image-file',
    state: 'failed',
    hasScan: false,
    failure: { code: 'slide-unreadable', message: 'The file ends amid a tile. Copy it again.' },
  }),
  aWorklistRow(6, { name: 'smear-0097.svs', counts: { benign: 200 } }),
  aWorklistRow(7, { name: 'smear-0096.svs', counts: { benign: 97, 'pre-b': 3 }, failedFieldCount: 2 }),
  aWorklistRow(8, { name: 'smear-0095.svs', state: 'cancelled', hasScan: false }),
  aWorklistRow(9, { name: 'smear-0094.svs', hasScan: false, priority: 'background' }),
].map((row, index) => ({
  ...row,
  addedAt: `2026-11-${String(24 - index).padStart(2, '0')}T08:12:00.000Z`,
}));

const cells: CellTable = {
  ...aCellTable(
    drawnCells.map(({ id, widthPx, heightPx, probabilities, cellClass }, row) => ({
      ...{ id, widthPx, heightPx, probabilities },
      verdict: row < reviewedCount ? cellClasses.indexOf(row === 3 ? 'pro-b' : cellClass) : noVerdict,
      seen: row < seenCount ? 1 : 0,
    })),
  ),
  slideId: shownSlide.slideId,
  xPx: Float32Array.from(drawnCells, ({ xPx }) => xPx),
  yPx: Float32Array.from(drawnCells, ({ yPx }) => yPx),
  reviewer: Int16Array.from(drawnCells, (_, row) => (row < reviewedCount ? 0 : -1)),
  reviewers: ['A. Reader'],
  fields: [{ name: 'field-1', xPx: 0, yPx: 0, widthPx: drawnSmear.widthPx, heightPx: drawnSmear.heightPx }],
};

const reports = [
  { row: rows[2], name: 'peripheral-2207', at: '2026-11-23T15:20:00.000Z', digit: 'a' },
  { row: rows[6], name: 'smear-0096.svs', at: '2026-11-19T09:05:00.000Z', digit: 'b' },
].map(({ row, name, at, digit }, index) => ({
  id: `0000000${index + 1}-0000-7000-8000-000000000009` as never,
  slideId: (row ?? shownSlide).slideId,
  slideName: name,
  reviewer: 'A. Reader',
  signatureMeaning: 'reviewed',
  issuedAt: at,
  pdfSha256: digit.repeat(64),
  fileName: `${name}.pdf`,
  isFileThere: index === 0,
}));

/** Every page has something to show. */
export const aFilledLab: Parameters<typeof createFakeLab>[0] = {
  rows,
  cells: [cells],
  settings: {
    people: [
      { name: 'A. Reader', role: 'haematologist' },
      { name: 'B. Counter', role: 'technologist' },
    ],
  },
  answers: {
    ...modelAnswers,
    openSlide: async () => ({
      row: shownSlide,
      ...drawnSmear,
      ...{ tilePx: 512, overlapPx: 0, levelCount: listDeepZoomLevels(drawnSmear, 512).length },
      version: 'drawn',
      pixelSize: estimatePixelSize([drawnSmear.redCellPx]),
      objectivePower: undefined,
      redCellDiameterPx: drawnSmear.redCellPx,
      associatedImages: [],
      leftOut: [],
    }),
    readCellHistory: async () => ({ predictions: [], reviews: [] }),
    listReports: async () => reports,
    listKeys: async () => [],
    previewReport: async ({ slideId }) => ({
      previewId: '00000000-0000-7000-8000-00000000000a',
      slideId,
      sizeBytes: 60_000,
      openPoints: [
        { kind: 'must-see', unseenCount: 6 },
        { kind: 'warning', text: 'The red cells are wider than the file says.' },
      ],
    }),
  },
};

function countClasses(): Partial<Record<CellClass, number>> {
  return Object.fromEntries(
    cellClasses.map((one) => [one, drawnCells.filter(({ cellClass }) => cellClass === one).length]),
  );
}
