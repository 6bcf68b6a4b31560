import { join } from 'node:path';
import { resolveConfig } from 'electron-vite';
import { build, type InlineConfig, mergeConfig, type Rolldown } from 'vite';
import type { ElectronRuntime } from './findElectron.ts';
import { projectRoot } from './prepareApp.ts';
import { onceTold, type RunningElectron, runElectron } from './runElectron.ts';
import { serveWindow } from './serveWindow.ts';

/** `npm run dev`: a change of the window shows at once, one of preload loads the page anew, one of the shell starts
 *  the program again. electron-vite's own server is not used: it starts the new program before the old one has let
 *  go of the lab, which is refused as a second one. Everything ends with the program, and the program with this.
 *  @param more arguments for Electron
 *  @returns the exit code of the program */
export async function develop(runtime: ElectronRuntime, more: readonly string[]): Promise<number> {
  const configFile = join(projectRoot, 'main/electron/electron.vite.config.ts');
  const { config } = await resolveConfig({ configFile, logLevel: 'warn' }, 'serve', 'development');
  if (config === undefined) throw new Error(`${configFile} has no configuration`);
  const server = await serveWindow(config.renderer as InlineConfig);
  const program = keepRunning(() =>
    runElectron(runtime, { more, env: { ELECTRON_RENDERER_URL: server.url } }),
  );
  onceTold(program.end);
  const builds = await Promise.all([
    watchBuild(config.main as InlineConfig, program.restart),
    watchBuild(config.preload as InlineConfig, server.reloadPage),
  ]);
  try {
    await Promise.race([Promise.all(builds.map(({ isDone }) => isDone)), program.isTold]);
    return await program.run();
  } finally {
    await Promise.all([server.close(), ...builds.map(({ watcher }) => watcher.close())]);
  }
}

interface WatchedBuild {
  readonly watcher: Rolldown.RolldownWatcher;
  /** settled by the first build without a fault in what is written */
  readonly isDone: Promise<void>;
}

/** @param onRebuilt each time but the first */
async function watchBuild(config: InlineConfig, onRebuilt: () => void): Promise<WatchedBuild> {
  const watcher = (await build(mergeConfig(config, { build: { watch: {} } }))) as Rolldown.RolldownWatcher;
  const isDone = new Promise<void>((resolve) => {
    let isBuilt = false;
    watcher.on('event', ({ code }) => {
      if (code !== 'BUNDLE_END') return;
      if (isBuilt) onRebuilt();
      isBuilt = true;
      resolve();
    });
  });
  return { watcher, isDone };
}

/** A program that can be started again: the next one when the last one is gone. */
function keepRunning(start: () => RunningElectron) {
  let running: RunningElectron | undefined;
  let isWantedAgain = false;
  let isOver = false;
  const told = Promise.withResolvers<void>();
  return {
    /** settled when it is told to end */
    isTold: told.promise,
    /** until it ends other than for a restart
     *  @returns its exit code */
    async run(): Promise<number> {
      for (;;) {
        if (isOver) return 0;
        isWantedAgain = false;
        running = start();
        const code = await running.ended;
        if (!isWantedAgain || isOver) return code;
        process.stderr.write('The shell was changed: the program starts again.\n');
      }
    },
    restart(): void {
      isWantedAgain = true;
      void running?.end();
    },
    end(): void {
      isOver = true;
      told.resolve();
      void running?.end();
    },
  };
}
