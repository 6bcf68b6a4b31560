import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { projectRoot } from '../../main/electron/launch/prepareApp.ts';
import type { LabReply } from '../../preload/contract.ts';
import { until } from './askLab.ts';
import { openDevToolsPage } from './devToolsPage.ts';
import { canLaunchApp, displayOfTests } from './launchApp.ts';

const port = 9377;

test.skipIf(!canLaunchApp())(
  'the packaged program finds all that it needs in itself, scans, and ends when it is told to @smoke',
  async () => {
    const packaging = join(projectRoot, 'main/electron/launch/package.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [packaging], { maxBuffer: 64e6 });
    const unpacked = stdout.trim().split('\n').at(-1) ?? '';
    const home = mkdtempSync(join(tmpdir(), 'blastscope-packaged-'));
    // an empty home and no way to this clone's Node: what is not in the package is missing
    const program = spawn(
      join(unpacked, 'blastscope'),
      [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), `--remote-debugging-port=${port}`],
      {
        env: {
          PATH: '/usr/bin:/bin',
          HOME: home,
          DISPLAY: await displayOfTests(),
          BLASTSCOPE_USER_DATA: join(home, 'data'),
        },
        stdio: 'ignore',
      },
    );
    const ended = new Promise<number | null>((resolve) => program.once('exit', resolve));
    try {
      const page = await openDevToolsPage(port);
      const ask = async (call: string, args: object = {}) => {
        const reply = (await page.evaluate(
          `window.lab.invoke(${JSON.stringify(call)}, ${JSON.stringify(args)})`,
        )) as LabReply;
        if (!reply.ok) throw new Error(`${call}: ${reply.message}`);
        return reply.value;
      };
      await until('the window is there', async () => (await page.evaluate('typeof window.lab')) === 'object');
      const checks = (await ask('diagnose')) as readonly { thing: string; state: string }[];
      const lacking = checks.filter(
        ({ thing, state }) => state !== 'ok' && !['disk', 'memory'].includes(thing),
      );
      expect(lacking).toEqual([]);
      await ask('addDemoSlides');
      await until('the demo slides are scanned', async () => {
        const { rows } = (await ask('listWorklist')) as { rows: readonly { state: string }[] };
        return rows.length === 3 && rows.every(({ state }) => state === 'scanned');
      });
      page.close();
      program.kill('SIGTERM');
      expect(await ended).toBe(0);
    } finally {
      program.kill('SIGKILL');
      await ended;
      rmSync(home, { recursive: true, force: true });
    }
  },
);
