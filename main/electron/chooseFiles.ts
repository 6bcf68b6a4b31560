import { app, BrowserWindow, dialog, type IpcMainInvokeEvent, type OpenDialogOptions } from 'electron';
import { z } from 'zod';
import type { ShellWords } from './words.ts';

export type DialogPurpose =
  | 'slide-folder'
  | 'slide-files'
  | 'report'
  | 'key'
  | 'labels'
  | 'dataset-folder'
  | 'model';

/** Answers of dialogs in tests, as JSON. A packaged program never takes them. */
export function preparedAnswers(): string | undefined {
  return app.isPackaged ? undefined : process.env.BLASTSCOPE_TEST_DIALOGS;
}

/** a list of paths for each purpose */
const answersSchema = z.record(z.string(), z.array(z.string()));

/** Asks a person for files or folders.
 *  @returns absolute paths; empty when the dialog was closed */
export async function chooseFiles(
  event: IpcMainInvokeEvent,
  purpose: DialogPurpose,
  words: ShellWords,
): Promise<readonly string[]> {
  const prepared = preparedAnswers();
  if (prepared !== undefined) return answersSchema.parse(JSON.parse(prepared))[purpose] ?? [];
  const window = BrowserWindow.fromWebContents(event.sender);
  const options = optionsOf(purpose, words);
  const { filePaths } =
    window === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(window, options);
  return filePaths;
}

/** Asks a person where a file is to be written; the system asks whether an older one may go.
 *  @returns an absolute path; undefined when the dialog was closed */
export async function chooseSavePath(
  event: IpcMainInvokeEvent,
  fileName: string,
  words: ShellWords,
): Promise<string | undefined> {
  const prepared = preparedAnswers();
  if (prepared !== undefined) return answersSchema.parse(JSON.parse(prepared))['save-model']?.[0];
  const window = BrowserWindow.fromWebContents(event.sender);
  const options = {
    title: words.saveModel,
    defaultPath: fileName,
    filters: [{ name: 'ZIP', extensions: ['zip'] }],
  };
  const { filePath, canceled } =
    window === null ? await dialog.showSaveDialog(options) : await dialog.showSaveDialog(window, options);
  return canceled || filePath === '' ? undefined : filePath;
}

function optionsOf(purpose: DialogPurpose, words: ShellWords): OpenDialogOptions {
  switch (purpose) {
    case 'slide-folder':
      return { title: words.chooseFolder, properties: ['openDirectory', 'multiSelections'] };
    case 'slide-files':
      return { title: words.chooseSlides, properties: ['openFile', 'multiSelections'] };
    case 'report':
      return {
        title: words.chooseReport,
        properties: ['openFile'],
        filters: [{ name: 'PDF', extensions: ['pdf'] }],
      };
    case 'key':
      return {
        title: words.chooseKey,
        properties: ['openFile'],
        filters: [{ name: 'PKCS#12', extensions: ['p12', 'pfx'] }],
      };
    case 'labels':
      return {
        title: words.chooseLabels,
        properties: ['openFile'],
        filters: [{ name: 'CSV, GeoJSON', extensions: ['csv', 'tsv', 'geojson', 'json'] }],
      };
    case 'dataset-folder':
      return { title: words.chooseDataset, properties: ['openDirectory'] };
    case 'model':
      return {
        title: words.chooseModel,
        properties: ['openFile'],
        filters: [{ name: 'ZIP', extensions: ['zip'] }],
      };
  }
}
