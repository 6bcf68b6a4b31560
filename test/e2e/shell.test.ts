import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { askLab, until, untilScanned } from './askLab.ts';
import { canLaunchApp, type LaunchedApp, launchApp, launchSecond } from './launchApp.ts';

/* What the shell does round the window: where it stood, a second start, a crash, a second monitor, the end. */

const folder = mkdtempSync(join(tmpdir(), 'blastscope-shell-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
/** of each test its own: a program that hangs must not spoil the next */
const newUserData = () => mkdtempSync(join(folder, 'user-'));

const person = { name: 'S. Hell', role: 'technologist' } as const;

const boundsOf = ({ app }: LaunchedApp) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds());
const countWindows = ({ app }: LaunchedApp) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
const readLog = (userData: string) =>
  readdirSync(join(userData, 'logs'))
    .map((name) => readFileSync(join(userData, 'logs', name), 'utf8'))
    .join('');

test.skipIf(!canLaunchApp())(
  'a window comes back where it was left, and a second start shows it',
  async () => {
    const userData = newUserData();
    const wanted = { x: 130, y: 90, width: 1180, height: 730 };
    const before = await launchApp({ userData });
    await before.app.evaluate(({ BrowserWindow }, bounds) => {
      BrowserWindow.getAllWindows()[0]?.setBounds(bounds);
    }, wanted);
    // moving a window is the window manager's work, and takes its time
    await expect.poll(() => boundsOf(before), { timeout: 10_000 }).toEqual(wanted);
    await before.close();

    const after = await launchApp({ userData, size: 'as it was' });
    try {
      expect(await boundsOf(after)).toEqual(wanted);
      await after.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
      expect(await launchSecond(userData)).toBe(0);
      await until('the window is back', () =>
        after.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized() === false),
      );
      expect(await countWindows(after)).toBe(1);
      // one that works still does
      await expect
        .poll(() => askLab(after.window, 'readStationState', {}), { timeout: 30_000 })
        .toBe('running');
    } finally {
      await after.close();
    }
  },
);

test.skipIf(!canLaunchApp())(
  'a page that does not answer is ended and loaded anew where it was, and the log says so',
  async () => {
    const userData = newUserData();
    const launched = await launchApp({ userData });
    const { app, window } = launched;
    try {
      await askLab(window, 'updateSettings', { person, isTourDone: true });
      await window.getByRole('button', { name: 'Settings' }).click();
      await window.getByRole('heading', { name: 'Settings', exact: true }).waitFor();
      // a person is told that it does not answer, and chooses to load it anew
      await app.evaluate(({ BrowserWindow, dialog }) => {
        dialog.showMessageBox = (async () => ({ response: 1, checkboxChecked: false })) as never;
        // not at once: the answer to this call must come first
        setTimeout(() => BrowserWindow.getAllWindows()[0]?.emit('unresponsive'), 50);
      });
      const isLost = () => readLog(userData).includes('window lost');
      await until('the page has crashed', async () => isLost(), 20_000);
      const readPage = () =>
        app.evaluate(({ BrowserWindow }) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents;
          const isThere = contents !== undefined && !contents.isCrashed() && !contents.isLoading();
          return isThere ? contents.getURL() : undefined;
        });
      await until('the page is there again', async () => (await readPage()) !== undefined, 20_000);
      expect(await readPage()).toBe('blastscope://app/#/settings');
      expect(readLog(userData)).not.toContain('page not loaded');
      expect(readLog(userData)).toMatch(/window does not answer[\s\S]*window lost: \w+/);
    } finally {
      // what drives the program waits for the crashed page for ever
      app.process().kill('SIGKILL');
    }
  },
);

test.skipIf(!canLaunchApp())(
  'a slide is shown in a window of its own; who quits while work runs is asked, and the work goes on at the next start',
  async () => {
    const userData = newUserData();
    const launched = await launchApp({ userData });
    const { app, window } = launched;
    await askLab(window, 'updateSettings', { person, isTourDone: true });
    await askLab(window, 'addDemoSlides', {});
    await until('a scan runs', async () => {
      const { rows } = await askLab(window, 'listWorklist', {});
      return rows.some(({ state }) => state === 'scanning');
    });
    const [row] = (await askLab(window, 'listWorklist', {})).rows;
    if (row === undefined) throw new Error('There is no slide');
    const opened = app.waitForEvent('window');
    await askLab(window, 'openViewerWindow', { slideId: row.slideId });
    const viewer = await opened;
    await viewer.locator('.openseadragon-canvas').first().waitFor();
    await askLab(window, 'openViewerWindow', { slideId: row.slideId });
    expect([await countWindows(launched), await viewer.getByRole('navigation').count()]).toEqual([2, 0]);

    // answers as a person would: stay, then quit
    await app.evaluate(({ app: program, dialog }) => {
      delete process.env.BLASTSCOPE_TEST_DIALOGS;
      const seen = globalThis as unknown as { asked: string[] };
      seen.asked = [];
      dialog.showMessageBox = (async (options: { message: string }) => {
        seen.asked.push(options.message);
        return { response: seen.asked.length === 1 ? 0 : 1, checkboxChecked: false };
      }) as never;
      program.quit();
    });
    const readAsked = () => app.evaluate(() => (globalThis as unknown as { asked: readonly string[] }).asked);
    await until('the program has asked', async () => (await readAsked()).length === 1);
    expect(await readAsked()).toEqual(['Work is running']);
    expect(await askLab(window, 'readStationState', {})).toBe('running');
    const ended = new Promise<void>((resolve) => app.once('close', () => resolve()));
    await app.evaluate(({ app: program }) => program.quit()).catch(() => undefined);
    await ended;

    const next = await launchApp({ userData });
    try {
      await untilScanned(next.window);
      const { rows } = await askLab(next.window, 'listWorklist', {});
      expect(rows.map(({ state }) => state)).toEqual(['scanned', 'scanned', 'scanned']);
    } finally {
      await next.close();
    }
  },
);
