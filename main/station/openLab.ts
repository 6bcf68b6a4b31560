import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { GrantId } from '../../preload/contract/defineCall.ts';
import { parsePictureUrl } from '../../preload/contract/pictureUrls.ts';
import { readCall } from '../../preload/contract/readCall.ts';
import { stationCalls } from '../../preload/contract.ts';
import { createComputeClient } from '../compute/computeClient.ts';
import { openDatabase } from '../database/open.ts';
import { LabError } from '../domain/labError.ts';
import type { TileService } from '../slides/tiles.ts';
import { readActiveModel } from '../workflows/activeModel.ts';
import { locking } from '../workflows/createControlSet.ts';
import { createFolderDesk } from '../workflows/folderDesk.ts';
import { importing } from '../workflows/importModel.ts';
import { readReportPath, readReportPdf } from '../workflows/reportDesk.ts';
import { createScanQueue } from '../workflows/scanQueue.ts';
import { stationFoldersIn } from '../workflows/stationFolders.ts';
import { sweepUnfinished } from '../workflows/sweepUnfinished.ts';
import { createTrainingDesk } from '../workflows/trainingDesk.ts';
import { watchOutside } from '../workflows/watchOutside.ts';
import { createAskedWork } from './askedWork.ts';
import { createBatchHandlers } from './handlers/batchHandlers.ts';
import { createCellHandlers } from './handlers/cellHandlers.ts';
import { createModelHandlers } from './handlers/modelHandlers.ts';
import { createReportHandlers } from './handlers/reportHandlers.ts';
import { createSettingsHandlers } from './handlers/settingsHandlers.ts';
import { createWorklistHandlers } from './handlers/worklistHandlers.ts';
import type { ServedPicture } from './messages.ts';
import { createSlideViews } from './slideViews.ts';
import type { CallContext, Emit, HandlersOf, StationContext } from './stationContext.ts';

/** The lab of a station, open: its database, what runs in it, and its answers to the contract. */
export interface OpenedLab {
  /** @throws LabError 'argument-invalid' for a name or arguments that are not of the contract; those of the call */
  call(name: string, args: unknown, call: LabCall): Promise<unknown>;
  /** @throws LabError 'argument-invalid' for an address of nothing; those of reading it */
  readPicture(path: string, options: PictureCall): Promise<ServedPicture>;
  /** where the PDF of a report lies */
  readReportPath(reportId: string): string;
  readonly isBusy: boolean;
  /** Puts running work away so that the next start goes on with it, and closes the database. */
  close(): Promise<void>;
}

export interface LabCall {
  readonly grants: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface PictureCall {
  readonly ifNoneMatch: string | undefined;
  readonly signal: AbortSignal;
}

type AnyHandler = (args: unknown, call: CallContext) => unknown;

/** Opens the lab and goes on with what was left: the queue of scans.
 *  @throws LabError of opening the database */
export async function openLab(
  { databasePath, dataFolder }: { readonly databasePath: string; readonly dataFolder: string },
  { tiles, emit }: { readonly tiles: TileService; readonly emit: Emit },
): Promise<OpenedLab> {
  const folders = stationFoldersIn(dataFolder);
  await mkdir(dirname(databasePath), { recursive: true });
  await mkdir(folders.data, { recursive: true });
  const db = openDatabase(databasePath);
  const [scanCompute, trainingCompute] = [createComputeClient(), createComputeClient()];
  const asked = createAskedWork();
  const context: StationContext = {
    ...{ db, databasePath, folders, scanCompute, trainingCompute, tiles, emit, asked },
  };
  const queue = createScanQueue({
    db,
    compute: scanCompute,
    readModel: () => readActiveModel(db, folders.models),
    onQueue: (state) => emit('queue-changed', { queue: state }),
    onSlides: (slideIds) => emit('worklist-changed', { slideIds }),
  });
  const desk = createTrainingDesk({
    ...{ db, folders, compute: trainingCompute },
    onRun: (run) => emit('training-changed', { run }),
    onModels: () => emit('models-changed', {}),
  });
  const folderDesk = createFolderDesk({
    db,
    onAdded: ({ addedIds }) => {
      queue.wake();
      if (addedIds.length > 0) emit('worklist-changed', { slideIds: addedIds });
      emit('queue-changed', { queue: queue.read() });
    },
    onFolders: () => emit('folders-changed', {}),
  });
  const outside = watchOutside(db, {
    onSlides: (slideIds) => {
      emit('worklist-changed', { slideIds });
      emit('queue-changed', { queue: queue.read() });
    },
    onCells: (cells) => emit('cells-outdated', { cells }),
    onTrainings: (runIds) => desk.tellOutside(runIds),
    onLook: () => desk.settleLost(),
  });
  const views = createSlideViews(context);
  const reports = createReportHandlers(context);
  const handlers: HandlersOf<typeof stationCalls> = {
    ...createWorklistHandlers(context, queue),
    ...createBatchHandlers(context, folderDesk),
    ...createCellHandlers(context),
    openSlide: ({ slideId }, { signal }) => views.openForView(slideId, signal),
    ...createModelHandlers(context, desk),
    ...reports.handlers,
    ...createSettingsHandlers(context, () => {
      folderDesk.restart();
      queue.wake();
    }),
    cancelWork: ({ requestId }) => asked.cancel(requestId),
  };
  await sweepUnfinished(folders.models, importing);
  await sweepUnfinished(folders.controlSets, locking);
  queue.wake();
  desk.wake();

  return {
    async call(name, args, { grants, signal }) {
      const read = readCall(stationCalls, name, args);
      const handler = handlers[read.name] as AnyHandler;
      return handler(read.args, { signal, grantPath: (grant) => requirePath(grants, grant) });
    },
    async readPicture(path, options) {
      const request = parsePictureUrl(path);
      if (request === undefined)
        throw new LabError('argument-invalid', 'There is no picture at this address.');
      if (request.kind === 'report')
        return pdfOf(await readReportPdf(db, request.reportId), request.reportId);
      if (request.kind === 'report-preview') {
        const pdf = reports.readPreview(request.previewId);
        if (pdf !== undefined) return pdfOf(pdf, request.previewId);
        throw new LabError('argument-invalid', 'This preview was let go. Make it again.');
      }
      const { ifNoneMatch, signal } = options;
      const picture = await views.readPicture(request, { ifNoneMatch, signal });
      if (picture.kind === 'not-modified') return picture;
      const { jpeg, etag } = picture;
      return { kind: 'picture', bytes: jpeg, contentType: 'image/jpeg', etag };
    },
    readReportPath: (reportId) => readReportPath(db, reportId),
    get isBusy() {
      return queue.isBusy || desk.isBusy;
    },
    async close() {
      outside.dispose();
      await Promise.all([folderDesk.dispose(), queue.dispose(), desk.dispose()]);
      await Promise.all([scanCompute.dispose(), trainingCompute.dispose()]);
      db.close();
    },
  };
}

function requirePath(grants: Readonly<Record<string, string>>, grant: GrantId): string {
  const path = Object.hasOwn(grants, grant) ? grants[grant] : undefined;
  if (path !== undefined) return path;
  throw new LabError(
    'argument-invalid',
    'This file or folder was not chosen in this window. Choose it again.',
  );
}

function pdfOf(bytes: Uint8Array, id: string): ServedPicture {
  return { kind: 'picture', bytes, contentType: 'application/pdf', etag: `"${id}"` };
}
