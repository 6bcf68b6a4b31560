import { findVerdict } from '../database/gateVerdicts.ts';
import { requirePerson } from '../database/settings.ts';
import type { GateVerdict } from '../domain/gateVerdict.ts';
import type { ModelActivation } from '../domain/trainingRun.ts';
import { type ActivationOrder, activateModel } from './activateModel.ts';
import { type GateTools, judgeModel } from './judgeModel.ts';

/** Judges models at a station. A model that several windows ask about is judged once. */
export interface GateDesk {
  /** @throws LabError as judgeModel */
  judge(fullName: string, isForced: boolean): Promise<GateVerdict>;
  cancel(fullName: string): void;
  /** @throws LabError as activateModel */
  activate(order: ActivationOrder, signal: AbortSignal): Promise<ModelActivation>;
  /** @returns undefined when there is none of that id */
  readVerdict(verdictId: string): GateVerdict | undefined;
}

export function createGateDesk(
  tools: GateTools,
  onProgress: (fullName: string, doneFraction: number) => void,
): GateDesk {
  const judging = new Map<
    string,
    { readonly verdict: Promise<GateVerdict>; readonly controller: AbortController }
  >();
  const tell =
    (fullName: string) =>
    ({ done, total }: { readonly done: number; readonly total: number }) =>
      onProgress(fullName, total === 0 ? 0 : done / total);
  return {
    judge(fullName, isForced) {
      const running = judging.get(fullName);
      if (running !== undefined && !running.controller.signal.aborted) return running.verdict;
      const { name: person } = requirePerson(tools.db);
      const controller = new AbortController();
      const options = { person, isForced, signal: controller.signal, onProgress: tell(fullName) };
      const verdict = judgeModel(tools, fullName, options).finally(() => {
        if (judging.get(fullName)?.controller === controller) judging.delete(fullName);
      });
      judging.set(fullName, { verdict, controller });
      return verdict;
    },
    cancel: (fullName) => judging.get(fullName)?.controller.abort(),
    activate: (order, signal) => activateModel(tools, order, { signal, onProgress: tell(order.fullName) }),
    readVerdict: (verdictId) => findVerdict(tools.db, verdictId),
  };
}
