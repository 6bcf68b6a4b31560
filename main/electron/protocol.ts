import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { net, protocol } from 'electron';
import { picturePrefix } from '../../preload/contract/pictureUrls.ts';
import { LabError } from '../domain/labError.ts';
import type { StationClient } from '../station/stationClient.ts';

/** The origin of every window: its files, and the pictures of the lab. */
export const appScheme = 'blastscope';
export const appOrigin = `${appScheme}://app`;

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.bcmap': 'application/octet-stream',
  '.map': 'application/json',
};

/** Before the program is ready: what the scheme may do. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

/** What a page may load: its own files and pictures, nothing from elsewhere, no code from text.
 *  @param nonce of the styles that the window's own library puts in
 *  @param devServer of the vite server that reloads a page under development */
export function contentSecurityPolicy(nonce: string, devServer?: string): string {
  const socket = devServer === undefined ? '' : ` ${devServer.replace('http', 'ws')}`;
  const script = devServer === undefined ? "'self'" : `'self' 'nonce-${nonce}'`;
  return [
    "default-src 'none'",
    `script-src ${script}`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob: data:",
    "font-src 'self'",
    `connect-src 'self'${socket}`,
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');
}

/** Answers every request of a window.
 *  @param folder the window's files */
export function serveApp(
  station: StationClient,
  { folder, devServer }: { readonly folder: string; readonly devServer: string | undefined },
): void {
  protocol.handle(appScheme, async (request) => {
    const url = new URL(request.url);
    if (url.host !== 'app' || request.method !== 'GET')
      return plain(404, 'There is nothing at this address.');
    if (url.pathname.startsWith(picturePrefix)) return servePicture(station, url, request);
    return devServer === undefined ? serveFile(folder, url.pathname) : serveFromDevServer(devServer, url);
  });
}

async function servePicture(station: StationClient, url: URL, request: Request): Promise<Response> {
  const ifNoneMatch = request.headers.get('if-none-match') ?? undefined;
  try {
    const picture = await station.readPicture(url.pathname, { ifNoneMatch, signal: request.signal });
    // a version in the address names the content: what was read once need not be asked for again
    const caching = url.searchParams.has('v') ? 'private, max-age=31536000, immutable' : 'private, no-cache';
    const headers = { etag: picture.etag, 'cache-control': caching, 'x-content-type-options': 'nosniff' };
    if (picture.kind === 'not-modified') return new Response(null, { status: 304, headers });
    // a copy: the message's buffer may be shared
    const body = new Uint8Array(picture.bytes);
    return new Response(body, { headers: { ...headers, 'content-type': picture.contentType } });
  } catch (error) {
    if (!(error instanceof LabError)) return plain(500, 'The picture could not be made.');
    return plain(statusOf(error), error.message);
  }
}

function statusOf({ code }: LabError): number {
  if (code === 'argument-invalid' || code === 'slide-unknown' || code === 'file-missing') return 404;
  if (code === 'slide-changed') return 410;
  return code === 'station-lost' || code === 'cancelled' ? 503 : 500;
}

async function serveFile(folder: string, pathname: string): Promise<Response> {
  const relative = pathname === '/' ? 'index.html' : decodeURIComponent(pathname.slice(1));
  const path = normalize(join(folder, relative));
  const contentType = contentTypes[extname(path)];
  if (!path.startsWith(folder + sep) || relative.includes('\0') || contentType === undefined)
    return plain(404, 'There is nothing at this address.');
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined) return plain(404, 'There is nothing at this address.');
  return extname(path) === '.html' ? page(bytes.toString('utf8')) : file(bytes, contentType);
}

/** A page with a nonce of its own. */
function page(html: string, devServer?: string): Response {
  const nonce = randomBytes(16).toString('base64');
  const withNonce = html.replaceAll('__CSP_NONCE__', nonce);
  const text =
    devServer === undefined ? withNonce : withNonce.replaceAll('<script', `<script nonce="${nonce}"`);
  return new Response(text, {
    headers: {
      ...securityHeaders,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy(nonce, devServer),
      'cache-control': 'no-store',
    },
  });
}

function file(bytes: Uint8Array, contentType: string): Response {
  return new Response(new Uint8Array(bytes), {
    headers: { ...securityHeaders, 'content-type': contentType },
  });
}

const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
} as const;

async function serveFromDevServer(devServer: string, url: URL): Promise<Response> {
  const answer = await net
    .fetch(`${devServer}${url.pathname}${url.search}`, { cache: 'no-store' })
    .catch(() => undefined);
  if (answer === undefined) return plain(503, 'The server of the development does not answer.');
  const contentType = answer.headers.get('content-type') ?? 'application/octet-stream';
  if (contentType.startsWith('text/html')) return page(await answer.text(), devServer);
  return new Response(answer.body, {
    status: answer.status,
    headers: { ...securityHeaders, 'content-type': contentType },
  });
}

function plain(status: number, text: string): Response {
  return new Response(text, {
    status,
    headers: { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8' },
  });
}
