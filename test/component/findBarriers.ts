import axe from 'axe-core';
import type { LabSettings } from '../../main/domain/labSettings.ts';

export const themes = ['light', 'dark', 'high-contrast'] as const satisfies readonly LabSettings['theme'][];

/** Serious and critical barriers of what is shown, one line each. */
export async function findBarriers(): Promise<readonly string[]> {
  const passing = document
    .getAnimations()
    .filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
  await Promise.all(passing.map(({ finished }) => finished.catch(() => undefined)));
  const { violations } = await axe.run(document);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}
