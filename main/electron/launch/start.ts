import { spawn } from 'node:child_process';
import { build, createServer } from 'electron-vite';
import { findElectron } from './findElectron.ts';
import { electronArguments, projectRoot, writeLicences } from './prepareApp.ts';

/* `npm start`: builds the window and starts it. `npm run build`: builds only. `npm run dev`: reloads what is changed. */

const [mode = 'start'] = process.argv.slice(2);
const configFile = `${projectRoot}main/electron/electron.vite.config.ts`;

async function run(): Promise<number> {
  if (mode === 'dev') return develop();
  await build({ configFile, logLevel: 'warn' });
  await writeLicences();
  if (mode === 'build') return 0;
  const runtime = await findElectron();
  if (runtime === undefined) {
    process.stderr.write(
      'There is no Electron for this machine: its download failed, and no other is known for it. ' +
        'Set ELECTRON_OVERRIDE_DIST_PATH to the folder of an Electron, or use the command line: npm run lab -- --help\n',
    );
    return 1;
  }
  process.stderr.write(`Starting in ${runtime.description}.\n`);
  const window = spawn(runtime.executablePath, electronArguments(), { stdio: 'inherit' });
  return new Promise((resolve) => window.once('exit', (code) => resolve(code ?? 1)));
}

/** electron-vite starts the Electron that it is told of, and again when the shell is changed. */
async function develop(): Promise<number> {
  const runtime = await findElectron();
  if (runtime === undefined) return 1;
  process.stderr.write(`Developing in ${runtime.description}.\n`);
  process.env.ELECTRON_EXEC_PATH = runtime.executablePath;
  if (process.getuid?.() === 0) process.env.NO_SANDBOX = '1';
  process.env.ELECTRON_ENTRY = `${projectRoot}out/build/main/index.cjs`;
  await createServer({ configFile }, { rendererOnly: false });
  return new Promise(() => undefined);
}

process.exitCode = await run();
