import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '../../main/electron/launch/prepareApp.ts';
import type { LabReply } from '../../preload/contract.ts';
import { type SecurityFacts, type SecurityItem, securityChecklist } from '../helpers/securityChecklist.ts';
import { canLaunchApp, type LaunchedApp, launchApp } from './launchApp.ts';

let launched: LaunchedApp | undefined;
let facts: SecurityFacts | undefined;
const canRun = canLaunchApp();

beforeAll(async () => {
  if (!canRun) return;
  launched = await launchApp();
  facts = await collectFacts(launched);
});
afterAll(() => launched?.close());

for (const item of Object.keys(securityChecklist) as SecurityItem[]) {
  test.skipIf(!canRun)(`a real window keeps item ${item} @smoke`, () => {
    if (facts === undefined) throw new Error('Nothing was seen of the window');
    expect(securityChecklist[item](facts), JSON.stringify(facts, undefined, 1)).toBe(true);
  });
}

test.skipIf(!canRun)('a call that is no call of the contract is refused by name', async () => {
  const replies = await launched?.window.evaluate(() => {
    const { lab } = window as unknown as {
      lab: { invoke(name: unknown, args: unknown): Promise<unknown> };
    };
    return Promise.all([
      lab.invoke('constructor', {}),
      lab.invoke('readCells', { slideId: '../../etc/passwd' }),
      lab.invoke('listModels', { surplus: true }),
    ]);
  });
  for (const reply of replies as LabReply[]) expect(reply).toMatchObject({ code: 'argument-invalid' });
});

test.skipIf(!canRun)('a path out of the folder of the window has nothing at its end', async () => {
  const answers = await launched?.window.evaluate(() =>
    Promise.all(
      ['/..%2f..%2f..%2fpackage.json', '/assets/..%2f..%2fmain/index.cjs', '/lab/tile/x', '/none.js'].map(
        async (path) => (await fetch(path)).status,
      ),
    ),
  );
  expect(answers).toEqual([404, 404, 404, 404]);
});

async function collectFacts({ app, window }: LaunchedApp): Promise<SecurityFacts> {
  const requestedUrls: string[] = [];
  window.on('request', (request) => requestedUrls.push(request.url()));
  await window.reload();
  const url = window.url();
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as
      | { getLastWebPreferences(): object }
      | undefined;
    return JSON.parse(JSON.stringify(contents?.getLastWebPreferences() ?? {})) as Record<string, unknown>;
  });
  const openedDevTools = await app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    contents?.openDevTools();
    await new Promise((resolve) => setTimeout(resolve, 500));
    return contents?.isDevToolsOpened() !== false;
  });
  const policy = await window.evaluate(
    async () => (await fetch('/')).headers.get('content-security-policy') ?? '',
  );
  const seen = await window.evaluate(lookAround);
  const countWindows = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  const windowsBeforeOpen = await countWindows();
  const ownRequests = [...requestedUrls];
  await window.evaluate(() => {
    globalThis.open('https://example.org/');
    globalThis.open('/');
  });
  await window.evaluate(() => {
    location.href = 'https://example.org/';
  });
  await window.waitForTimeout(1000);
  const windowsAfterOpen = await countWindows();
  return {
    ...{ url, requestedUrls: ownRequests, preferences, contentSecurityPolicy: policy },
    ...seen,
    urlAfterNavigation: window.url(),
    ...{ openedDevTools, windowsAfterOpen, windowsBeforeOpen },
    strangerRefusedWith: await callAsStranger(app),
    opensExternally: shellSources().filter((path) => readFileSync(path, 'utf8').includes('openExternal')),
    fuses: readFuses(),
    electronVersion: readElectronVersion(),
  };
}

/** In the page. */
async function lookAround() {
  const page = window as unknown as Record<string, unknown>;
  const leakedGlobals = [
    'require',
    'process',
    'module',
    'Buffer',
    'global',
    'electron',
    'ipcRenderer',
  ].filter((name) => page[name] !== undefined);
  // a turn of the page's own: what a test evaluates is free of the policy
  const ranTextAsCode = await new Promise<boolean>((resolve) => {
    setTimeout(() => {
      try {
        resolve(new Function('return true')() === true);
      } catch {
        resolve(false);
      }
    }, 0);
  });
  const script = document.createElement('script');
  script.textContent = 'window.ranInline = true';
  document.head.append(script);
  const webview = document.createElement('webview');
  document.body.append(webview);
  const states = await Promise.all(
    (['geolocation', 'notifications', 'camera', 'microphone'] as const).map(async (name) => {
      const status = await navigator.permissions.query({ name: name as PermissionName });
      return [name, status.state] as const;
    }),
  );
  const asked = await Notification.requestPermission();
  const found = {
    leakedGlobals,
    bridgeNames: Object.keys(page.lab as object),
    permissions: { ...Object.fromEntries(states), 'notifications, asked for': asked } as Record<
      string,
      string
    >,
    ranTextAsCode,
    ranInlineScript: page.ranInline === true,
    attachedWebview: 'getWebContentsId' in webview,
  };
  script.remove();
  webview.remove();
  return found;
}

/** A window that the program did not make, with the same preload. */
function callAsStranger(app: LaunchedApp['app']): Promise<string | undefined> {
  return app.evaluate(
    async ({ BrowserWindow }, preload) => {
      const stranger = new BrowserWindow({ show: false, webPreferences: { preload } });
      await stranger.loadURL('data:text/html,stranger');
      const reply = (await stranger.webContents.executeJavaScript(
        "window.lab.invoke('listModels', {})",
      )) as LabReply;
      stranger.destroy();
      return reply.ok ? undefined : reply.code;
    },
    join(projectRoot, 'out/build/preload/index.cjs'),
  );
}

function shellSources(): readonly string[] {
  return ['main/electron', 'preload'].flatMap((folder) =>
    readdirSync(join(projectRoot, folder))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(projectRoot, folder, name)),
  );
}

function readFuses(): Record<string, boolean> {
  const text = readFileSync(join(projectRoot, 'electron-builder.yml'), 'utf8');
  const [, block = ''] = /^electronFuses:\n((?: {2}.*\n)+)/m.exec(text) ?? [];
  const lines = [...block.matchAll(/^ {2}(\w+): (true|false)$/gm)];
  return Object.fromEntries(lines.map(([, name = '', value]) => [name, value === 'true']));
}

function readElectronVersion(): string {
  const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  return manifest.devDependencies.electron ?? '';
}
