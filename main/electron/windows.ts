import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BrowserWindow, dialog, type IpcMainInvokeEvent, type Rectangle, screen } from 'electron';
import { z } from 'zod';
import { channels } from '../../preload/contract/channels.ts';
import type { LabEventName, LabEvents } from '../../preload/contract/events.ts';
import type { SlideId } from '../domain/slide.ts';
import type { Log } from './log.ts';
import { appOrigin } from './protocol.ts';
import { windowSecurity } from './security.ts';
import type { ShellWords } from './words.ts';

/** The program's windows. */
export interface Windows {
  openMain(): void;
  /** a second window with one slide; brought forward when it is there */
  openViewer(slideId: SlideId): void;
  /** notes where each window is: a program that quits closes none of them */
  keepPlaces(): void;
  readonly main: BrowserWindow | undefined;
  isOurs(event: IpcMainInvokeEvent): boolean;
  /** to every window */
  send<Name extends LabEventName>(name: Name, event: LabEvents[Name]): void;
  /** to the window that has the focus */
  sendToFocused<Name extends LabEventName>(name: Name, event: LabEvents[Name]): void;
}

const placeSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(800).max(20_000),
  height: z.int().min(500).max(20_000),
  isMaximized: z.boolean(),
});

const firstSize = { width: 1440, height: 900 } as const;
const leastSize = { minWidth: 1024, minHeight: 640 } as const;

export function createWindows(given: {
  readonly preload: string;
  readonly userData: string;
  readonly log: Log;
  readonly words: () => ShellWords;
  readonly isDevelopment: boolean;
}): Windows {
  const { preload, userData, log, words, isDevelopment } = given;
  /** each with the file that keeps its place */
  const open = new Map<BrowserWindow, string>();
  const viewers = new Map<SlideId, BrowserWindow>();
  let main: BrowserWindow | undefined;

  function make(kind: 'main' | 'viewer', hash: string): BrowserWindow {
    const statePath = join(userData, `window-${kind}.json`);
    const place = readPlace(statePath);
    const window = new BrowserWindow({
      ...firstSize,
      ...leastSize,
      ...(place === undefined ? {} : { x: place.x, y: place.y, width: place.width, height: place.height }),
      show: false,
      backgroundColor: '#14171a',
      title: 'Blastscope',
      webPreferences: { ...windowSecurity, preload, devTools: isDevelopment },
    });
    open.set(window, statePath);
    window.once('ready-to-show', () => {
      if (place?.isMaximized) window.maximize();
      window.show();
    });
    window.on('close', () => writePlace(statePath, window));
    window.on('closed', () => open.delete(window));
    watchHealth(window);
    void window.loadURL(`${appOrigin}/#${hash}`);
    return window;
  }

  /** A page that crashed is loaded anew: every label was on disk before it showed. */
  function watchHealth(window: BrowserWindow): void {
    const { webContents } = window;
    webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      log(`window lost: ${reason} ${exitCode}`);
      if (reason !== 'clean-exit' && !window.isDestroyed()) setTimeout(() => window.reload(), 500);
    });
    window.on('unresponsive', () => {
      log('window does not answer');
      const { unresponsive, wait, reload } = words();
      void dialog
        .showMessageBox(window, {
          type: 'warning',
          message: unresponsive,
          buttons: [wait, reload],
          defaultId: 0,
        })
        .then(({ response }) => {
          if (response === 1 && !window.isDestroyed()) webContents.forcefullyCrashRenderer();
        });
    });
    window.on('responsive', () => log('window answers again'));
    webContents.on('preload-error', (_event, _path, error) =>
      log(`fault in preload: ${error.stack ?? error.message}`),
    );
    webContents.on('did-fail-load', (_event, code, text) => log(`page not loaded: ${code} ${text}`));
  }

  return {
    openMain() {
      if (main !== undefined && !main.isDestroyed()) {
        if (main.isMinimized()) main.restore();
        main.focus();
        return;
      }
      main = make('main', '/');
    },
    openViewer(slideId) {
      const there = viewers.get(slideId);
      if (there !== undefined && !there.isDestroyed()) {
        there.focus();
        return;
      }
      const viewer = make('viewer', `/slide/${slideId}?window=viewer`);
      viewers.set(slideId, viewer);
      viewer.on('closed', () => viewers.delete(slideId));
    },
    keepPlaces() {
      for (const [window, statePath] of open) if (!window.isDestroyed()) writePlace(statePath, window);
    },
    get main() {
      return main?.isDestroyed() === false ? main : undefined;
    },
    isOurs({ sender, senderFrame }) {
      const window = BrowserWindow.fromWebContents(sender);
      return (
        window !== null &&
        open.has(window) &&
        senderFrame === sender.mainFrame &&
        senderFrame.url.startsWith(`${appOrigin}/`)
      );
    },
    send(name, event) {
      for (const window of open.keys())
        if (!window.isDestroyed()) window.webContents.send(channels.event, name, event);
    },
    sendToFocused(name, event) {
      const window = BrowserWindow.getFocusedWindow() ?? main;
      if (window !== undefined && !window.isDestroyed()) window.webContents.send(channels.event, name, event);
    },
  };
}

/** undefined when nothing is known, or the place is on no monitor any more */
function readPlace(path: string): z.infer<typeof placeSchema> | undefined {
  try {
    const place = placeSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    return screen.getAllDisplays().some(({ workArea }) => overlap(workArea, place)) ? place : undefined;
  } catch {
    return undefined; // none was kept yet, or it is damaged: the first size is as good
  }
}

function writePlace(path: string, window: BrowserWindow): void {
  const place = { ...window.getNormalBounds(), isMaximized: window.isMaximized() };
  try {
    writeFileSync(path, JSON.stringify(place));
  } catch {
    // where a window was is no loss
  }
}

function overlap(area: Rectangle, place: Rectangle): boolean {
  const [shownX, shownY] = [
    Math.min(area.x + area.width, place.x + place.width) - Math.max(area.x, place.x),
    Math.min(area.y + area.height, place.y + place.height) - Math.max(area.y, place.y),
  ];
  return shownX > 100 && shownY > 100;
}
