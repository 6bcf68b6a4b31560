import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { projectRoot } from '../../main/electron/launch/prepareApp.ts';
import { until } from './askLab.ts';
import { displayOfTests } from './launchApp.ts';
import { findProcesses, isThere } from './processes.ts';

/** The program under `npm run dev`, in a copy of this working tree: a test may change what it likes. */
export interface DevelopedProgram {
  /** Its window, loaded anew; after a restart ask again. */
  openPage(): Promise<Page>;
  /** Errors that any page has written to its console since it was opened here. */
  readonly errors: readonly string[];
  /** Replaces words of a file of the tree. */
  change(path: string, from: string, to: string): void;
  /** Processes of the command, itself among them, by a word of their command line; all when none is given. */
  processes(word?: string): readonly number[];
  /** as Ctrl+C does, which every process of a terminal hears */
  interrupt(): void;
  /** as `kill` does */
  terminate(): void;
  /** exit code of the command */
  readonly ended: Promise<number | null>;
  /** Waits for the end of every one of these processes. */
  untilGone(processes: readonly number[]): Promise<void>;
  dispose(): Promise<void>;
}

const copied = ['main', 'preload', 'renderer', 'test/e2e/tsconfig.json', 'tsconfig.json'];
const copiedToo = ['package.json', 'package-lock.json'];
const linked = ['node_modules', 'models', 'resources'];

export interface DevelopedTree {
  readonly folder: string;
  start(): Promise<DevelopedProgram>;
  dispose(): void;
}

export function copyTree(): DevelopedTree {
  const folder = mkdtempSync(join(tmpdir(), 'blastscope-develop-'));
  const tree = join(folder, 'tree');
  for (const path of [...copied, ...copiedToo]) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    cpSync(join(projectRoot, path), join(tree, path), { recursive: true });
  }
  for (const path of linked) symlinkSync(join(projectRoot, path), join(tree, path));
  return {
    folder: tree,
    start: () => startProgram(tree, join(folder, 'data')),
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function startProgram(tree: string, userData: string): Promise<DevelopedProgram> {
  const errors: string[] = [];
  let output = '';
  const port = await findFreePort();
  const command = spawn(
    process.execPath,
    [join(tree, 'main/electron/launch/start.ts'), 'dev', `--remote-debugging-port=${port}`],
    {
      cwd: tree,
      env: { ...process.env, DISPLAY: await displayOfTests(), BLASTSCOPE_USER_DATA: userData },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    },
  );
  for (const stream of [command.stdout, command.stderr])
    stream.on('data', (text) => (output += String(text)));
  const ended = new Promise<number | null>((resolve) => command.once('exit', resolve));
  const leave = () => void command.kill();
  process.once('exit', leave);
  const browsers: Browser[] = [];
  const processes = (word = '') => findProcesses(idOf(command), word);
  return {
    async openPage() {
      let page: Page | undefined;
      await until('the window is there', async () => {
        if (command.exitCode !== null) throw new Error(`The command has ended: ${output}`);
        // this older Chromium has no contexts for Playwright to set up
        const browser = await chromium
          .connectOverCDP(`http://127.0.0.1:${port}`, { noDefaults: true, timeout: 5000 })
          .catch(() => undefined);
        page = browser
          ?.contexts()[0]
          ?.pages()
          .find((one) => one.url().startsWith('blastscope:'));
        if (browser !== undefined) browsers.push(browser);
        return page !== undefined;
      });
      if (page === undefined) throw new Error('There is no window');
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
      page.on('pageerror', (error) => errors.push(error.message));
      // heard from its beginning
      await page.reload();
      return page;
    },
    ...{ errors, processes, ended },
    change(path, from, to) {
      const text = readFileSync(join(tree, path), 'utf8');
      if (!text.includes(from)) throw new Error(`${path} has no “${from}”`);
      writeFileSync(join(tree, path), text.replace(from, to));
    },
    interrupt: () => process.kill(-idOf(command), 'SIGINT'),
    terminate: () => command.kill('SIGTERM'),
    untilGone: (ids) => until('no process is left', async () => !ids.some(isThere), 30_000),
    async dispose() {
      for (const browser of browsers) await browser.close().catch(() => undefined);
      for (const id of processes()) if (isThere(id)) process.kill(id, 'SIGKILL');
      command.kill('SIGKILL');
      await ended;
      process.off('exit', leave);
    },
  };
}

function findFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function idOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('The command did not start');
  return pid;
}
