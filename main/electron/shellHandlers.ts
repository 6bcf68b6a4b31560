import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BrowserWindow, type IpcMainInvokeEvent, shell } from 'electron';
import { z } from 'zod';
import type { ShellApi } from '../../preload/contract.ts';
import { LabError } from '../domain/labError.ts';
import type { StationClient } from '../station/stationClient.ts';
import { chooseFiles, chooseSavePath } from './chooseFiles.ts';
import type { Grants } from './grants.ts';
import type { Places } from './places.ts';
import type { Windows } from './windows.ts';
import type { ShellWords } from './words.ts';

const licencesSchema = z.array(z.object({ name: z.string(), version: z.string(), licence: z.string() }));

/** What the shell does itself when a window asks. A call of the contract that is missing here does not compile. */
export function createShellHandlers(given: {
  readonly station: StationClient;
  readonly windows: Windows;
  readonly grants: Grants;
  readonly places: Places;
  readonly words: () => ShellWords;
}): (event: IpcMainInvokeEvent) => ShellApi {
  const { station, windows, grants, places, words } = given;
  return (event) => ({
    chooseFiles: async ({ purpose }) => {
      const paths = await chooseFiles(event, purpose, words());
      return paths.flatMap((path) => grants.give(path) ?? []);
    },
    chooseModelFile: async ({ fullName }) => {
      const path = await chooseSavePath(event, `${fullName}.zip`, words());
      return path === undefined ? undefined : grants.giveTarget(path);
    },
    openViewerWindow: async ({ slideId }) => windows.openViewer(slideId),
    showReportFile: async ({ reportId }) => {
      const path = await station.readReportPath(reportId);
      shell.showItemInFolder(path);
    },
    openLogFolder: async () => {
      const failure = await shell.openPath(places.logs);
      if (failure !== '')
        throw new LabError('file-missing', `The log folder ${places.logs} cannot be opened: ${failure}.`);
    },
    setFullScreen: async ({ isFullScreen }) => {
      BrowserWindow.fromWebContents(event.sender)?.setFullScreen(isFullScreen);
    },
    readShellAbout: async () => ({
      electronVersion: process.versions.electron,
      chromiumVersion: process.versions.chrome,
      platform: `${process.platform} ${process.arch}`,
      licences: readLicences(places.root),
    }),
    readStationState: async () => station.state,
  });
}

/** Written when the program is built. */
function readLicences(root: string): z.infer<typeof licencesSchema> {
  try {
    return licencesSchema.parse(
      JSON.parse(readFileSync(join(root, 'out', 'build', 'licences.json'), 'utf8')),
    );
  } catch {
    return []; // a build under development has none
  }
}
