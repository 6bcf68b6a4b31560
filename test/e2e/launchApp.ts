import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'electron-vite';
import { type ElectronApplication, _electron as electron, type Page } from 'playwright-core';
import { type ElectronRuntime, findElectron } from '../../main/electron/launch/findElectron.ts';
import { electronArguments, projectRoot, writeLicences } from '../../main/electron/launch/prepareApp.ts';

/** The program, started in a real Electron with user data of its own. */
export interface LaunchedApp {
  readonly app: ElectronApplication;
  /** the main window */
  readonly window: Page;
  readonly userData: string;
  /** Ends the program; its user data is removed unless it was given. */
  close(): Promise<void>;
}

export interface LaunchOptions {
  /** kept by the caller; a new folder unless told */
  readonly userData?: string;
  /** answers of dialogs: paths by purpose */
  readonly dialogs?: Readonly<Record<string, readonly string[]>>;
  readonly env?: Readonly<Record<string, string>>;
  /** of the window; 1440 x 900 unless told */
  readonly size?: { readonly width: number; readonly height: number } | 'as it was';
}

const runtime: ElectronRuntime | undefined = await findElectron().catch(() => undefined);
const hasDisplay = process.env.DISPLAY !== undefined || existsSync('/usr/bin/Xvfb');

/** False where no Electron can be had, or nothing to show it on: such tests are skipped. */
export function canLaunchApp(): boolean {
  return runtime !== undefined && hasDisplay;
}

let built: Promise<void> | undefined;
let display: Promise<string> | undefined;

/** Starts the program as `npm start` does; builds it once a test run. */
export async function launchApp(options: LaunchOptions = {}): Promise<LaunchedApp> {
  if (runtime === undefined) throw new Error('There is no Electron for this machine');
  built ??= buildApp();
  await built;
  const userData = options.userData ?? mkdtempSync(join(tmpdir(), 'blastscope-app-'));
  const app = await electron.launch({
    executablePath: runtime.executablePath,
    args: [...electronArguments()],
    env: { ...(await environmentOver(userData)), ...dialogAnswers(options), ...options.env },
  });
  const window = await app.firstWindow();
  const size = options.size ?? { width: 1440, height: 900 };
  if (size !== 'as it was')
    await app.evaluate(
      ({ BrowserWindow }, wanted) =>
        BrowserWindow.getAllWindows()[0]?.setContentSize(wanted.width, wanted.height),
      { width: size.width, height: size.height },
    );
  await window.waitForLoadState('load');
  return {
    ...{ app, window, userData },
    async close() {
      await app.close().catch(() => undefined);
      if (options.userData === undefined) rmSync(userData, { recursive: true, force: true });
    },
  };
}

/** Starts the program once more over user data that one works with. @returns its exit code */
export async function launchSecond(userData: string): Promise<number | null> {
  if (runtime === undefined) throw new Error('There is no Electron for this machine');
  const env = await environmentOver(userData);
  const second = spawn(runtime.executablePath, [...electronArguments()], { env, stdio: 'ignore' });
  return new Promise((resolve, reject) => {
    second.once('error', reject);
    second.once('exit', resolve);
  });
}

async function environmentOver(userData: string): Promise<Record<string, string>> {
  return { ...plainEnvironment(), DISPLAY: await displayOfTests(), BLASTSCOPE_USER_DATA: userData };
}

function dialogAnswers({ dialogs = {} }: LaunchOptions): Record<string, string> {
  return { BLASTSCOPE_TEST_DIALOGS: JSON.stringify(dialogs) };
}

/** The display that programs are shown on: that of this machine, else one in memory. */
export function displayOfTests(): Promise<string> {
  display ??= process.env.DISPLAY === undefined ? startDisplay() : Promise.resolve(process.env.DISPLAY);
  return display;
}

async function buildApp(): Promise<void> {
  await build({ configFile: `${projectRoot}main/electron/electron.vite.config.ts`, logLevel: 'error' });
  await writeLicences();
}

/** A display in memory; it ends with this process. */
function startDisplay(): Promise<string> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  process.once('exit', () => server.kill());
  // vitest ends its workers by this signal, at which Node tells of no exit
  process.once('SIGTERM', () => process.exit());
  server.unref();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.stdio[3]?.once('data', (text) => resolve(`:${String(text).trim()}`));
  });
}

function plainEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || name === 'NODE_OPTIONS' || name.startsWith('ELECTRON_') ? [] : [[name, value]],
    ),
  );
}
