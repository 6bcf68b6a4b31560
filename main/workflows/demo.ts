import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ComputeClient } from '../compute/computeClient.ts';
import { listCells } from '../database/cells.ts';
import type { Db } from '../database/open.ts';
import { openDatabase } from '../database/open.ts';
import { listFields, readScan } from '../database/scans.ts';
import { readSlide } from '../database/slides.ts';
import { blastProbability, likeliestClass } from '../domain/cellClass.ts';
import { modelFullName } from '../domain/modelFullName.ts';
import type { SlideRecord } from '../domain/slideRecord.ts';
import { createKey } from '../reports/createKey.ts';
import { renderContactSheet } from '../reports/renderContactSheet.ts';
import { writeFailure } from '../slides/fileFailure.ts';
import { writeSyntheticSlides } from '../slides/synthetic/writeSyntheticSlides.ts';
import { chooseModel } from './chooseModel.ts';
import { cropGallery, pickSuspiciousCells } from './cropGallery.ts';
import { issueReport } from './issueReport.ts';
import { type ScanFolderOptions, scanFolder } from './scanFolder.ts';
import type { ScannedSlide, SlideOutcome } from './slideOutcome.ts';
import { writeOutput } from './writeOutput.ts';

export interface DemoRequest extends ScanFolderOptions {
  readonly outFolder: string;
  /** real slides; undefined: synthetic ones are drawn */
  readonly slidesFolder: string | undefined;
  readonly modelName: string | undefined;
  readonly onStep: (line: string) => void;
  readonly onDrawn: (done: number, total: number) => void;
}

/** What was drawn on a synthetic slide. */
export interface DrawnTruth {
  readonly cellCount: number;
  readonly blastCount: number;
}

export interface DemoResult {
  readonly slides: readonly { readonly outcome: SlideOutcome; readonly truth: DrawnTruth | undefined }[];
  readonly files: {
    readonly slidesFolder: string;
    readonly database: string;
    readonly report: string | undefined;
    readonly contactSheet: string | undefined;
    readonly key: string;
  };
}

/** Any number: the same slides on every machine. */
export const demoSeed = 20_260_101;
const sheetCellCount = 40;

/** The whole job on synthetic slides, or on real ones: scan, database, signed report, contact sheet. May be
 *  run again: finished slides are passed over, report and sheet are made anew.
 *  @throws LabError as scanFolder and issueReport */
export async function runDemo(compute: ComputeClient, request: DemoRequest): Promise<DemoResult> {
  const outFolder = resolve(request.outFolder);
  const inOut = (name: string) => join(outFolder, name);
  await mkdir(outFolder, { recursive: true }).catch((error: unknown) => {
    throw writeFailure(error, outFolder);
  });
  const model = await chooseModel(request.modelName);
  const { slidesFolder, truths } = await prepareSlides(request, inOut('slides'));
  request.onStep(`Scanning ${slidesFolder} with ${modelFullName(model.card)}`);
  const db = openDatabase(inOut('lab.db'));
  try {
    const outcomes = await scanFolder(db, compute, {
      ...request,
      folder: slidesFolder,
      model,
      redCellDiameterPx: undefined,
      isSynthetic: truths !== undefined,
    });
    const slides = outcomes.map((outcome) => ({ outcome, truth: truths?.get(outcome.entry.name) }));
    const key = await makeDemoKey(inOut);
    const reported = pickReportedSlide(outcomes);
    const files = { slidesFolder, database: inOut('lab.db'), key: key.path };
    if (reported === undefined)
      return { slides, files: { ...files, report: undefined, contactSheet: undefined } };
    request.onStep(`Signing a report on ${reported.entry.name}`);
    const report = inOut('report.pdf');
    await issueReport(db, {
      slide: reported.slideId,
      outPath: report,
      mayReplace: true,
      key,
      reviewer: undefined,
      timeZone: undefined,
    });
    const contactSheet = inOut('contact-sheet.png');
    await writeContactSheet(db, readSlide(db, reported.slideId), contactSheet);
    return { slides, files: { ...files, report, contactSheet } };
  } finally {
    db.close();
  }
}

async function prepareSlides(
  request: DemoRequest,
  folder: string,
): Promise<{ readonly slidesFolder: string; readonly truths: ReadonlyMap<string, DrawnTruth> | undefined }> {
  if (request.slidesFolder !== undefined)
    return { slidesFolder: resolve(request.slidesFolder), truths: undefined };
  request.onStep(`Drawing synthetic slides into ${folder}`);
  const slides = await writeSyntheticSlides(folder, { seed: demoSeed, onField: request.onDrawn });
  const truths = slides.map(({ entry, fields }) => {
    const cells = fields.flatMap((field) => field.cells);
    const blastCount = cells.filter(({ kind }) => kind === 'blast').length;
    return [entry.name, { cellCount: cells.length, blastCount }] as const;
  });
  return { slidesFolder: folder, truths: new Map(truths) };
}

/** A key for this demonstration only, with a password of its own beside it. */
async function makeDemoKey(
  inOut: (name: string) => string,
): Promise<{ readonly path: string; readonly password: string }> {
  const password = randomBytes(12).toString('hex');
  const path = inOut('demo-key.p12');
  const commonName = 'Blastscope demonstration key';
  await rm(path, { force: true });
  await writeOutput(path, await createKey({ commonName, password, validYears: 1 }), 0o600);
  await writeOutput(inOut('demo-key.password'), `${password}\n`, 0o600);
  return { path, password };
}

/** The slide that is surest to hold many blast-like cells has the most to show. */
function pickReportedSlide(outcomes: readonly SlideOutcome[]): ScannedSlide | undefined {
  return outcomes
    .filter((outcome) => outcome.state !== 'failed')
    .toSorted((a, b) => b.differential.blastInterval.low - a.differential.blastInterval.low)
    .find(({ cellCount }) => cellCount > 0);
}

async function writeContactSheet(db: Db, slide: SlideRecord, path: string): Promise<void> {
  const cells = pickSuspiciousCells(listCells(db, slide.id), sheetCellCount);
  const crops = await cropGallery(slide, cells, slide.currentScan?.pixelSize);
  const sheet = await renderContactSheet(
    crops.map(({ jpeg, probabilities }) => {
      const cellClass = likeliestClass(probabilities);
      const caption = `${cellClass} ${(probabilities[cellClass] * 100).toFixed(0)} %`;
      return { jpeg, caption, blastProbability: blastProbability(probabilities) };
    }),
    {
      title: slide.name,
      subtitle: `Most suspicious cells first. ${sayLeftOut(db, slide)}For research use only.`,
      isSynthetic: slide.isSynthetic,
    },
  );
  await writeOutput(path, sheet);
}

/** What the sheet cannot show, because it was not searched. */
function sayLeftOut(db: Db, { currentScan }: SlideRecord): string {
  if (currentScan === undefined) return '';
  const { fieldKind } = readScan(db, currentScan.id);
  const count = listFields(db, currentScan.id).leftOut.length;
  const noun = fieldKind === 'region' ? 'region' : 'field';
  return count === 0 ? '' : `${count} blurred ${noun}${count === 1 ? '' : 's'} left out. `;
}
