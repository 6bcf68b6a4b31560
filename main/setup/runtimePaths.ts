import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Host } from './planRuntimes.ts';
import { planRuntimes, wheelFolderName } from './planRuntimes.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Folder that keeps the native runtimes of one user, shared by all clones of the program:
 *  $BLASTSCOPE_CACHE, else $XDG_CACHE_HOME/blastscope, else the platform's own place. */
export function chooseCacheFolder(environment: Environment, platform: NodeJS.Platform, home: string): string {
  const { BLASTSCOPE_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = environment;
  // links lead into it, so it must be absolute
  if (isSet(BLASTSCOPE_CACHE)) return resolve(BLASTSCOPE_CACHE);
  if (isSet(XDG_CACHE_HOME)) return resolve(XDG_CACHE_HOME, 'blastscope');
  if (platform === 'win32') {
    return join(isSet(LOCALAPPDATA) ? LOCALAPPDATA : join(home, 'AppData', 'Local'), 'blastscope', 'Cache');
  }
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'blastscope');
  return join(home, '.cache', 'blastscope');
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}

/** The cache folder of this process's user. */
export function cacheFolder(): string {
  return chooseCacheFolder(process.env, process.platform, homedir());
}

/** The machine that this process runs on. */
export function thisHost(): Host {
  return { platform: process.platform, arch: process.arch, hasGlibc: hasGlibc() };
}

function hasGlibc(): boolean {
  if (process.platform !== 'linux') return false;
  const report: unknown = process.report.getReport();
  if (typeof report !== 'object' || report === null || !('header' in report)) return false;
  const { header } = report;
  return typeof header === 'object' && header !== null && 'glibcVersionRuntime' in header;
}

/** Where set-up puts OpenSlide's shared library; whether it is there is for the caller to see.
 *  @throws LabError 'setup-failed' on a machine without pinned wheels */
export function openSlideLibraryPath(cache: string = cacheFolder(), host: Host = thisHost()): string {
  const { openSlideWheel } = planRuntimes(host, 'cpu', '');
  return join(wheelsFolder(cache), wheelFolderName(openSlideWheel), 'openslide_bin', 'libopenslide.so.1');
}

export function wheelsFolder(cache: string): string {
  return join(cache, 'wheels');
}

export function runtimesFolder(cache: string): string {
  return join(cache, 'runtimes');
}

/** Downloads and half-unpacked folders; emptied by the next set-up. */
export function unfinishedFolder(cache: string): string {
  return join(cache, 'unfinished');
}

/** The installed npm package whose native half set-up supplies. */
export function tensorFlowPackageFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node-gpu/package.json'));
}

/** Node-API's C headers, of the npm package node-api-headers. */
export function nodeHeadersFolder(): string {
  return join(dirname(createRequire(import.meta.url).resolve('node-api-headers/package.json')), 'include');
}
