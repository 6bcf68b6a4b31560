import type { Page } from 'playwright-core';
import type { ArgumentsOf, ResultOf } from '../../preload/contract/defineCall.ts';
import type { LabReply, labCalls } from '../../preload/contract.ts';

type Calls = typeof labCalls;

/** Asks the lab as the window would: to see what is stored, and to wait for work.
 *  @throws Error with the lab's message when it refuses */
export async function askLab<Name extends keyof Calls>(
  page: Page,
  name: Name,
  args: ArgumentsOf<Calls[Name]>,
): Promise<ResultOf<Calls[Name]>> {
  const reply = await page.evaluate(
    ([call, given]) => {
      const { lab } = globalThis as unknown as {
        lab: { invoke: (call: unknown, args: unknown) => Promise<LabReply> };
      };
      return lab.invoke(call, given);
    },
    [name, args] as const,
  );
  if (reply.ok) return reply.value as ResultOf<Calls[Name]>;
  throw new Error(`${name}: ${reply.message}`);
}

/** Looks again until it is so.
 *  @throws Error when it is not within the time */
export async function until(what: string, isSo: () => Promise<boolean>, withinMs = 120_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (performance.now() < end) {
    if (await isSo()) return;
    await new Promise((resume) => setTimeout(resume, 250));
  }
  throw new Error(`Waited in vain: ${what}`);
}

/** Until nothing waits or is scanned. */
export async function untilScanned(page: Page): Promise<void> {
  await until('the scans to end', async () => {
    const { rows, queue } = await askLab(page, 'listWorklist', {});
    return rows.length > 0 && queue.waitingCount === 0 && queue.current === undefined;
  });
}
