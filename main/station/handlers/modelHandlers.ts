import type { GrantId } from '../../../preload/contract/defineCall.ts';
import type { modelCalls } from '../../../preload/contract/modelCalls.ts';
import { LabError } from '../../domain/labError.ts';
import type { Progress } from '../../domain/progress.ts';
import { rollBackModel } from '../../workflows/activeModel.ts';
import { createControlSetHere } from '../../workflows/createControlSet.ts';
import { describeControlSet } from '../../workflows/describeControlSet.ts';
import { describeLabels } from '../../workflows/describeLabels.ts';
import { describeModels, listModelActivations } from '../../workflows/describeModels.ts';
import { exportModel } from '../../workflows/exportModel.ts';
import { createGateDesk } from '../../workflows/gateDesk.ts';
import { importModel } from '../../workflows/importModel.ts';
import { createPreflightDesk } from '../../workflows/preflightDesk.ts';
import { readControlSetContents } from '../../workflows/readControlSetContents.ts';
import type { TrainingDesk } from '../../workflows/trainingDesk.ts';
import { whoActs } from '../../workflows/whoActs.ts';
import type { HandlersOf, StationContext } from '../stationContext.ts';

/** Models, trainings, and the gate between them. */
export function createModelHandlers(
  { db, folders, emit, scanCompute, asked }: StationContext,
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
  /** Work that tells how far it is and can be called off. */
  const work = <Answer>(
    requestId: string,
    signal: AbortSignal,
    run: (options: {
      readonly signal: AbortSignal;
      readonly onProgress: (progress: Progress) => void;
    }) => Promise<Answer>,
  ) =>
    asked.run(requestId, signal, (either) =>
      run({
        signal: either,
        onProgress: ({ done, total, detail }) => emit('work-progress', { requestId, done, total, detail }),
      }),
    );
  return {
    listModels: () => describeModels(db, folders.models),
    listActivations: () => listModelActivations(db),
    judgeModel: ({ fullName, isForced }) => gate.judge(fullName, isForced),
    cancelJudging: ({ fullName }) => gate.cancel(fullName),
    readVerdict: ({ verdictId }) => gate.readVerdict(verdictId),
    activateModel: async (order, { signal }) => changed(await gate.activate(order, signal)),
    rollBackModel: async () => changed(await rollBackModel(db, folders.models)),
    describeControlSet: () => describeControlSet(db),
    createControlSet: async ({ requestId, grants: [grant] }, { signal, grantPath }) =>
      changed(
        await work(requestId, signal, (options) =>
          createControlSetHere(
            { db, folder: folders.controlSets },
            grant === undefined ? { kind: 'reviews' } : { kind: 'folder', folder: grantPath(grant) },
            options,
          ),
        ),
      ),
    readControlSet: ({ version }, { signal }) =>
      readControlSetContents({ db, folder: folders.controlSets }, version, signal),
    exportModel: async ({ fullName, requestId, grants: [grant] }, { signal, grantPath }) => {
      const out = grantPath(requireGrant(grant));
      const { files } = await work(requestId, signal, (options) =>
        exportModel(
          { compute: scanCompute, ownFolder: folders.models },
          // the system's dialog has asked whether an older one may go
          { fullName, out, mayReplace: true },
          options,
        ),
      );
      return { fullName, fileCount: files.length };
    },
    importModel: async ({ requestId, grants: [grant] }, { signal, grantPath }) => {
      const order = { path: grantPath(requireGrant(grant)), person: whoActs(db, undefined).name };
      const { fullName, isNew } = await work(requestId, signal, (options) =>
        importModel({ db, compute: scanCompute, ownFolder: folders.models }, order, options),
      );
      return changed({ fullName, isNew });
    },
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

function requireGrant(grant: GrantId | undefined): GrantId {
  if (grant !== undefined) return grant;
  throw new LabError('argument-invalid', 'Choose a file first.');
}
