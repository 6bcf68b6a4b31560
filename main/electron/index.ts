import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, BrowserWindow, dialog, session } from 'electron';
import type { LabSettings } from '../domain/labSettings.ts';
import { createStationClient } from '../station/stationClient.ts';
import { preparedAnswers } from './chooseFiles.ts';
import { createGrants } from './grants.ts';
import { createLog } from './log.ts';
import { setMenu } from './menu.ts';
import { findPlaces } from './places.ts';
import { registerAppScheme, serveApp } from './protocol.ts';
import { relayCalls } from './relay.ts';
import { lockDown } from './security.ts';
import { createShellHandlers } from './shellHandlers.ts';
import { createWindows } from './windows.ts';
import { shellWords } from './words.ts';

/* Electron main: opens windows, starts and keeps the station, relays. */

const places = findPlaces();
const devServer = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL;
mkdirSync(places.userData, { recursive: true });
app.setPath('userData', places.userData);
const log = createLog(places.logs);
process.on('uncaughtException', (error) => log(`fault: ${error.stack ?? error.message}`));
process.on('unhandledRejection', (reason) =>
  log(`fault: ${reason instanceof Error ? reason.stack : String(reason)}`),
);

registerAppScheme();
if (app.requestSingleInstanceLock()) start();
else app.quit();

function start(): void {
  let language: LabSettings['language'] = 'en';
  let isQuitting = false;
  const words = () => shellWords[language];
  const station = createStationClient({
    nodePath: places.nodePath,
    processPath: places.stationProgram,
    env: places.runtimes === undefined ? {} : { BLASTSCOPE_CACHE: places.runtimes },
    onLog: (line) => log(`station: ${line}`),
    disk: { folder: join(places.userData, 'pictures'), mostBytes: 2e9 },
    lab: { databasePath: join(places.userData, 'lab', 'lab.db'), dataFolder: join(places.userData, 'lab') },
  });
  const grants = createGrants();
  const isDevelopment = devServer !== undefined;
  const windows = createWindows({
    preload: places.preload,
    userData: places.userData,
    log,
    words,
    isDevelopment,
  });

  const showMenu = () =>
    setMenu(words(), {
      send: (command) => windows.sendToFocused('menu-command', { command }),
      logs: places.logs,
      isDevelopment,
    });

  station.onEvent((name, event) => {
    windows.send(name, event);
    if (name === 'settings-changed' && 'settings' in event) speak(event.settings.language);
  });
  station.onStateChange((state) => {
    log(`station ${state}`);
    windows.send('station-state', { state });
  });

  function speak(wanted: LabSettings['language']): void {
    if (wanted === language) return;
    language = wanted;
    showMenu();
  }

  async function startStation(): Promise<void> {
    try {
      await station.start();
      const settings = (await station.callLab('readSettings', {})) as LabSettings;
      speak(settings.language);
    } catch (error) {
      await explainFailure(error);
    }
  }

  /** What keeps the database from opening is for a person to mend: a newer database, a full disk. */
  async function explainFailure(error: unknown): Promise<void> {
    const message = error instanceof Error ? error.message : String(error);
    log(`station not started: ${message}`);
    if (isQuitting) return;
    const { cannotStart, tryAgain, quit } = words();
    const { response } = await dialog.showMessageBox({
      type: 'error',
      message: cannotStart,
      detail: message,
      buttons: [tryAgain, quit],
    });
    if (response === 0) await startStation();
    else app.quit();
  }

  /** Asks while work runs; then the station puts it away before the program ends. Under development the program is
   *  ended for each change of the shell, and nobody is asked. */
  async function quit(): Promise<void> {
    const isBusy = await station.isBusy().catch(() => false);
    if (isBusy && !isDevelopment && preparedAnswers() === undefined) {
      const { busy, busyTitle, quitAnyway, stay } = words();
      const { response } = await dialog.showMessageBox({
        type: 'question',
        message: busyTitle,
        detail: busy,
        buttons: [stay, quitAnyway],
        defaultId: 0,
        cancelId: 0,
      });
      if (response === 0) {
        isQuitting = false;
        if (BrowserWindow.getAllWindows().length === 0) windows.openMain();
        return;
      }
    }
    log('program ends');
    windows.keepPlaces();
    await station.dispose();
    app.exit(0);
  }

  app.on('second-instance', () => windows.openMain());
  app.on('activate', () => windows.openMain());
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (isQuitting) return;
    isQuitting = true;
    void quit();
  });
  app.on('child-process-gone', (_event, { type, reason }) => log(`helper process lost: ${type} ${reason}`));

  void app.whenReady().then(() => {
    log(`program starts: ${app.getVersion()} on Electron ${process.versions.electron}`);
    lockDown(session.defaultSession, devServer);
    serveApp(station, { folder: places.renderer, devServer });
    relayCalls({
      station,
      grants,
      log,
      isOurs: windows.isOurs,
      shell: createShellHandlers({ station, windows, grants, places, words }),
    });
    showMenu();
    windows.openMain();
    void startStation();
  });
}
