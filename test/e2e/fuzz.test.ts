import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { verifyAuditChain } from '../../main/database/audit.ts';
import { listScanCells } from '../../main/database/cells.ts';
import { checkIntegrity } from '../../main/database/checkDatabase.ts';
import { openDatabase } from '../../main/database/open.ts';
import { readSlide } from '../../main/database/slides.ts';
import { createRandom } from '../../main/domain/randomNumbers.ts';
import type { LabReply } from '../../preload/contract.ts';
import { fillLab } from '../helpers/fillLab.ts';
import { aModelCard } from '../helpers/labRecords.ts';
import { type RandomCall, randomLabCall } from '../helpers/randomLabCall.ts';
import { canLaunchApp, launchApp } from './launchApp.ts';

const callCount = Number(process.env.BLASTSCOPE_FUZZ_CASES ?? 5000);
const seed = Number(process.env.BLASTSCOPE_FUZZ_SEED ?? 1);
const callsAtOnce = 100;

const userData = mkdtempSync(join(tmpdir(), 'blastscope-fuzz-'));
afterAll(() => rmSync(userData, { recursive: true, force: true }));

function openLab() {
  mkdirSync(join(userData, 'lab'), { recursive: true });
  return openDatabase(join(userData, 'lab', 'lab.db'));
}

test.skipIf(!canLaunchApp())(
  `answers or refuses ${callCount} random calls through the real channel, and harms nothing @smoke`,
  async () => {
    let db = openLab();
    const slideIds = fillLab(db, { slideCount: 3, cellsPerSlide: 40, card: aModelCard() });
    const cellIds = slideIds.flatMap((slideId) => {
      const { currentScan } = readSlide(db, slideId);
      return currentScan === undefined ? [] : listScanCells(db, currentScan.id).map(({ id }) => id);
    });
    db.close();
    const app = await launchApp({ userData });
    const random = createRandom(seed);
    const replies: { readonly call: RandomCall; readonly reply: LabReply }[] = [];
    try {
      await ask(app.window, {
        name: 'updateSettings',
        args: { person: { name: 'F. Uzzer', role: 'technologist' } },
      });
      for (let done = 0; done < callCount; done += callsAtOnce) {
        const calls = Array.from({ length: Math.min(callsAtOnce, callCount - done) }, () =>
          randomLabCall(random, { slideIds, cellIds }),
        );
        const answers = await askAll(app.window, calls);
        for (const [at, reply] of answers.entries()) {
          const call = calls[at];
          if (call !== undefined) replies.push({ call, reply });
        }
      }
      const after = await ask(app.window, { name: 'listWorklist', args: {} });
      expect(after.ok).toBe(true);
    } finally {
      await app.close();
    }
    const bugs = replies.filter(({ reply }) => !reply.ok && reply.code === undefined);
    expect(bugs.slice(0, 5)).toEqual([]);
    expect(replies).toHaveLength(callCount);
    // a fuzzer whose every call is refused shows nothing
    expect(replies.filter(({ reply }) => reply.ok).length).toBeGreaterThan(callCount / 20);
    db = openLab();
    expect(checkIntegrity(db)).toEqual({ isIntact: true, problems: [] });
    expect(verifyAuditChain(db).isIntact).toBe(true);
    db.close();
  },
);

type Page = Awaited<ReturnType<typeof launchApp>>['window'];

async function ask(page: Page, call: RandomCall): Promise<LabReply> {
  const [reply] = await askAll(page, [call]);
  if (reply === undefined) throw new Error('The window did not answer');
  return reply;
}

/** Asks through what preload put on the window, as any script in it could. Values that JSON has not (undefined,
 *  -0) survive as Playwright carries them; answers come back without their data. */
function askAll(page: Page, calls: readonly RandomCall[]): Promise<readonly LabReply[]> {
  return page.evaluate(
    async (asked) => {
      const { lab } = globalThis as unknown as {
        lab: { invoke: (name: string, args: unknown) => Promise<LabReply> };
      };
      return Promise.all(
        asked.map(async ({ name, args }) => {
          const reply = await lab.invoke(name, args);
          return reply.ok ? { ...reply, value: null } : reply;
        }),
      );
    },
    calls as { name: string; args: unknown }[],
  );
}
