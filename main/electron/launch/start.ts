import { build } from 'electron-vite';
import { findElectron } from './findElectron.ts';
import { projectRoot, writeLicences } from './prepareApp.ts';
import { onceTold, runElectron } from './runElectron.ts';

/* `npm start`: builds the window and starts it. `npm run build`: builds only. `npm run dev`: shows what is changed.
 * What stands behind the command is for Electron: `npm run dev -- --remote-debugging-port=9222`. */

const [mode = 'start', ...more] = process.argv.slice(2);

async function run(): Promise<number> {
  if (mode !== 'dev') {
    await build({ configFile: `${projectRoot}main/electron/electron.vite.config.ts`, logLevel: 'warn' });
    await writeLicences();
  }
  if (mode === 'build') return 0;
  const runtime = await findElectron();
  if (runtime === undefined) {
    process.stderr.write(
      'There is no Electron for this machine: its download failed, and no other is known for it. ' +
        'Set ELECTRON_OVERRIDE_DIST_PATH to the folder of an Electron, or use the command line: npm run lab -- --help\n',
    );
    return 1;
  }
  process.stderr.write(`${mode === 'dev' ? 'Developing' : 'Starting'} in ${runtime.description}.\n`);
  if (mode === 'dev') return (await import('./develop.ts')).develop(runtime, more);
  const program = runElectron(runtime, { more });
  onceTold(() => void program.end());
  return program.ended;
}

process.exitCode = await run();
