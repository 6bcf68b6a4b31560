import type { modelCalls } from '../../../preload/contract/modelCalls.ts';
import { rollBackModel } from '../../workflows/activeModel.ts';
import { createControlSetHere } from '../../workflows/createControlSet.ts';
import { describeControlSet } from '../../workflows/describeControlSet.ts';
import { describeLabels } from '../../workflows/describeLabels.ts';
import { describeModels, listModelActivations } from '../../workflows/describeModels.ts';
import { createGateDesk } from '../../workflows/gateDesk.ts';
import { createPreflightDesk } from '../../workflows/preflightDesk.ts';
import type { TrainingDesk } from '../../workflows/trainingDesk.ts';
import type { HandlersOf, StationContext } from '../stationContext.ts';

/** Models, trainings, and the gate between them. */
export function createModelHandlers(
  { db, folders, emit, scanCompute }: StationContext,
  desk: TrainingDesk,
): HandlersOf<typeof modelCalls> {
  const gate = createGateDesk({ db, folders, compute: scanCompute }, (fullName, doneFraction) =>
    emit('gate-progress', { fullName, doneFraction }),
  );
  const preflight = createPreflightDesk({ db, folders });
  const changed = <Answer>(answer: Answer): Answer => {
    emit('models-changed', {});
    return answer;
  };
  return {
    listModels: () => describeModels(db, folders.models),
    listActivations: () => listModelActivations(db),
    judgeModel: ({ fullName, isForced }) => gate.judge(fullName, isForced),
    cancelJudging: ({ fullName }) => gate.cancel(fullName),
    readVerdict: ({ verdictId }) => gate.readVerdict(verdictId),
    activateModel: async (order, { signal }) => changed(await gate.activate(order, signal)),
    rollBackModel: async () => changed(await rollBackModel(db, folders.models)),
    describeControlSet: () => describeControlSet(db),
    createControlSet: async (_none, { signal }) =>
      changed(await createControlSetHere({ db, folder: folders.controlSets }, { kind: 'reviews' }, signal)),
    describeLabels: () => describeLabels(db),
    preflightTraining: (order, { signal }) => preflight.measure(order, signal),
    cancelPreflight: () => preflight.cancel(),
    startTraining: (order) => desk.start(order),
    pauseTraining: ({ runId }) => desk.pause(runId),
    resumeTraining: ({ runId }) => desk.resume(runId),
    cancelTraining: ({ runId }) => desk.cancel(runId),
    listTrainingRuns: () => desk.list(),
  };
}
