import { page } from 'vitest/browser';
import type { GateVerdict } from '../../main/domain/gateVerdict.ts';
import type { LabSettings } from '../../main/domain/labSettings.ts';
import type { ModelActivation, ModelSummary } from '../../main/domain/trainingRun.ts';
import type { ControlSetSummary } from '../../preload/contract/modelCalls.ts';
import type { LabApi } from '../../preload/contract.ts';
import type { FakeLab } from './fakeLab.ts';
import { showWindow } from './showWindow.tsx';

export const counts = { benign: 30, 'early-pre-b': 30, 'pre-b': 30, 'pro-b': 30 };

export function aModel(fullName: string, part: Partial<ModelSummary>): ModelSummary {
  const [, name = '', version = ''] = /^(.+)-([\d.]+)$/.exec(fullName) ?? [];
  return {
    ...{ fullName, name, version, sha256: 'a'.repeat(64), isShipped: false, isActive: false },
    ...{ createdAt: '2026-11-24T08:00:00.000Z', sizeBytes: 3_700_000, card: undefined, problem: undefined },
    ...part,
  };
}

export const lockable: ControlSetSummary = {
  versions: [],
  plan: { slideCount: 4, remainingSlideCount: 16, counts, problem: undefined },
  least: { blast: 20, benign: 20 },
};

/** The models of a lab, the dialog of activation open. */
export async function showGate(parts: {
  readonly judge: () => Promise<GateVerdict>;
  readonly control?: () => ControlSetSummary;
  readonly settings?: Partial<LabSettings>;
  readonly answers?: Partial<LabApi>;
}): Promise<FakeLab> {
  const activation = (part: Partial<ModelActivation>): ModelActivation => ({
    ...{ fullName: 'mine-1.1.0', sha256: 'a'.repeat(64), person: 'B. Steward', isRollback: false },
    at: '2026-11-25T09:00:00.000Z',
    ...part,
  });
  const lab = await showWindow({
    path: '/training',
    settings: parts.settings ?? {},
    answers: {
      listModels: async () => [
        aModel('blast-classifier-1.0.0', { isShipped: true, isActive: true, sha256: 'b'.repeat(64) }),
        aModel('mine-1.1.0', {}),
      ],
      listActivations: async () => [],
      listTrainingRuns: async () => [],
      describeLabels: async () => ({
        ...{ slideCount: 16, counts, problem: undefined },
        heldBack: { slideCount: 4, cellCount: 120 },
      }),
      describeControlSet: async () => parts.control?.() ?? lockable,
      judgeModel: parts.judge,
      cancelJudging: async () => undefined,
      activateModel: async ({ fullName, override }) =>
        activation({ fullName, overrideReason: override?.reason }),
      ...parts.answers,
    },
  });
  await page.getByRole('tab', { name: 'Models' }).click();
  await page.getByRole('button', { name: 'Activate mine-1.1.0' }).click();
  return lab;
}
