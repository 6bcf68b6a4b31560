import { existsSync } from 'node:fs';
import { cp, lstat, mkdir, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { build as buildPackage, Platform } from 'electron-builder';
import { build } from 'electron-vite';
import {
  cacheFolder,
  runtimesFolder,
  tensorFlowPackageFolder,
  wheelsFolder,
} from '../../setup/runtimePaths.ts';
import { findElectron } from './findElectron.ts';
import { projectRoot, writeLicences } from './prepareApp.ts';

/* `npm run package`: the unpacked app of this machine, with its own Node, models and native runtimes. */

const output = join(projectRoot, 'out', 'package');

async function makePackage(): Promise<number> {
  const runtime = await findElectron();
  if (runtime === undefined) {
    process.stderr.write('There is no Electron for this machine to package with.\n');
    return 1;
  }
  process.stderr.write(`Packaging with ${runtime.description}.\n`);
  await build({ configFile: join(projectRoot, 'main/electron/electron.vite.config.ts'), logLevel: 'warn' });
  await writeLicences();
  await buildPackage({
    targets: Platform.current().createTarget('dir'),
    projectDir: projectRoot,
    config: {
      extends: await configurationFor(runtime.version),
      electronDist: runtime.folder,
      electronVersion: runtime.version,
    },
    publish: 'never',
  });
  const unpacked = await findUnpacked();
  // the launcher of the test runtime is none of the program
  await rm(join(unpacked, 'resources', 'app', 'index.js'), { force: true });
  await addRuntimes(unpacked);
  process.stdout.write(`${unpacked}\n`);
  return 0;
}

/** The configuration of the packages. The binary of the test runtime has no fuse for file://, a scheme that the program
 *  does not use: for it the line is left out. */
async function configurationFor(version: string): Promise<string> {
  const path = join(projectRoot, 'electron-builder.yml');
  if (Number.parseInt(version, 10) >= 29) return path;
  const text = await readFile(path, 'utf8');
  const older = join(projectRoot, 'out', 'build', 'electron-builder.yml');
  await writeFile(older, text.replace(/^ *grantFileProtocolExtraPrivileges: .*\n/m, ''));
  return older;
}

async function findUnpacked(): Promise<string> {
  const names = await readdir(output);
  const name = names.find((one) => one.endsWith('-unpacked') || one.startsWith('mac'));
  if (name === undefined) throw new Error(`electron-builder left no unpacked app in ${output}`);
  return join(output, name);
}

/** Copies the libraries that set-up has put into the user's cache, and links TensorFlow's package to them by relative
 *  links: the folder may be moved. */
async function addRuntimes(unpacked: string): Promise<void> {
  const resources = join(unpacked, 'resources');
  const target = join(resources, 'runtimes');
  await rm(target, { recursive: true, force: true });
  const cache = cacheFolder();
  const copied = [wheelsFolder(cache), runtimesFolder(cache)];
  for (const folder of copied) {
    if (!existsSync(folder)) throw new Error('The native runtimes are missing. Run `npm run setup` first.');
    await mkdir(target, { recursive: true });
    await cp(folder, join(target, relative(cache, folder)), { recursive: true, verbatimSymlinks: true });
  }
  await relinkInPlace(target, cache);
  const packageFolder = tensorFlowPackageFolder();
  const packaged = join(resources, 'app', relative(projectRoot, packageFolder));
  for (const part of ['deps/lib', 'lib/napi-v8/tfjs_binding.node']) {
    const led = await readlink(join(packageFolder, part));
    const place = join(packaged, part);
    await mkdir(dirname(place), { recursive: true });
    await rm(place, { recursive: true, force: true });
    await symlink(relative(dirname(place), join(target, relative(cache, led))), place);
  }
}

/** Links that lead into the cache lead into the copy of it, by relative paths. */
async function relinkInPlace(folder: string, cache: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = await lstat(path);
    if (found.isDirectory()) await relinkInPlace(path, cache);
    else if (found.isSymbolicLink()) {
      const led = await readlink(path);
      if (!led.startsWith(cache)) continue;
      const root = path.slice(
        0,
        path.indexOf(`${join('resources', 'runtimes')}`) + join('resources', 'runtimes').length,
      );
      await rm(path);
      await symlink(relative(dirname(path), join(root, relative(cache, led))), path);
    }
  }
}

process.exitCode = await makePackage();
