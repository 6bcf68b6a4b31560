import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import react from '@vitejs/plugin-react';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { LabError } from '../../main/domain/labError.ts';
import type { LabReply, StationCallName } from '../../preload/contract.ts';
import type { LabStation } from './aLabStation.ts';
import { chromiumPath } from './findChromium.ts';

/** false: the tests of the window are left out (apt-get install chromium) */
export const hasChromium = chromiumPath !== undefined;

const root = new URL('../..', import.meta.url).pathname;
/** As Electron main sends it, but for the scheme. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-test'; img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; worker-src 'self' blob:; object-src 'none'";
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

/** The window's files as they are shipped, and a browser to show them in. Whoever builds them disposes. */
export interface BuiltWindow {
  /** A page of the window over a station; what goes wrong in it is in `problems`. */
  open(
    station: LabStation,
    size?: { readonly width: number; readonly height: number },
  ): Promise<ServedWindow>;
  dispose(): Promise<void>;
}

export interface ServedWindow {
  readonly page: Page;
  /** errors of the console, refusals of the policy among them, and exceptions */
  readonly problems: readonly string[];
  /** @param path as routes.ts makes it */
  go(path: string): Promise<void>;
  close(): Promise<void>;
}

export async function buildWindow(): Promise<BuiltWindow> {
  const folder = await mkdtemp(join(tmpdir(), 'blastscope-window-'));
  await build({
    root: join(root, 'renderer'),
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    build: { target: 'chrome114', outDir: folder, emptyOutDir: true },
  });
  const browser: Browser = await chromium.launch({
    ...(chromiumPath !== undefined && { executablePath: chromiumPath }),
    args: ['--no-sandbox'],
  });
  return {
    open: (station, size = { width: 1366, height: 768 }) => openWindow({ folder, browser, station, size }),
    async dispose() {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function openWindow(given: {
  readonly folder: string;
  readonly browser: Browser;
  readonly station: LabStation;
  readonly size: { readonly width: number; readonly height: number };
}): Promise<ServedWindow> {
  const { folder, browser, station, size } = given;
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://window');
    try {
      if (pathname === '/favicon.ico') response.writeHead(204).end();
      else if (pathname === '/bridge.js')
        response.writeHead(200, { 'content-type': 'text/javascript' }).end(bridge);
      else if (pathname.startsWith('/call/')) {
        const reply = await answer(station, pathname.slice('/call/'.length), await readBody(request));
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify(reply, packColumns));
      } else if (pathname.startsWith('/lab/')) {
        const picture = await station.client.readPicture(pathname);
        if (picture.kind === 'not-modified') throw new Error('A picture without an etag was not sent');
        response.writeHead(200, { 'content-type': picture.contentType }).end(picture.bytes);
      } else {
        const name = pathname === '/' ? '/index.html' : pathname;
        const file = await readFile(join(folder, name));
        response.writeHead(200, {
          'content-type': contentTypes[extname(name)] ?? 'application/octet-stream',
          'content-security-policy': policy,
        });
        response.end(name === '/index.html' ? withBridge(file.toString('utf8')) : file);
      }
    } catch (error) {
      response.writeHead(500).end(error instanceof Error ? error.message : String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  const context = await browser.newContext({ viewport: size, locale: 'en-GB' });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error')
      problems.push(`${new URL(page.url()).hash} ${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => problems.push(`${new URL(page.url()).hash} ${error.message}`));
  return {
    page,
    problems,
    async go(path) {
      await page.goto('about:blank');
      await page.goto(`http://127.0.0.1:${address.port}/#${path}`);
      await page.waitForLoadState('networkidle');
      await page.locator('[data-busy="false"] main').waitFor();
    },
    async close() {
      await context.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function withBridge(html: string): string {
  return html
    .replace('__CSP_NONCE__', 'test')
    .replace('<script', '<script src="/bridge.js"></script><script');
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString('utf8'));
}

/** What the shell answers itself has an answer of its own here. */
async function answer(station: LabStation, call: string, args: unknown): Promise<LabReply> {
  if (call === 'readStationState') return { ok: true, value: 'running' };
  try {
    return { ok: true, value: await station.client.callLab(call as StationCallName, args) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const known = error instanceof LabError ? error : undefined;
    return { ok: false, code: known?.code, message, details: known?.details ?? {} };
  }
}

/** Columns of a cell table have no form in JSON. */
function packColumns(_key: string, value: unknown): unknown {
  if (!ArrayBuffer.isView(value) || value instanceof DataView) return value;
  return { columnType: value.constructor.name, numbers: [...(value as Float64Array)] };
}

/** `window.lab` in the page; events do not come. */
const bridge = `
const unpack = (value) => {
  if (value === null || typeof value !== 'object') return value;
  if (value.columnType !== undefined) return new globalThis[value.columnType](value.numbers);
  for (const key of Object.keys(value)) value[key] = unpack(value[key]);
  return value;
};
window.lab = {
  invoke: async (call, args) => {
    const answer = await fetch('/call/' + call, { method: 'POST', body: JSON.stringify(args) });
    return unpack(await answer.json());
  },
  on: () => () => {},
  grantDropped: async () => [],
};
`;
