import type { modelCalls } from '../../../preload/contract/modelCalls.ts';
import { activateModel, rollBackModel } from '../../workflows/activeModel.ts';
import { describeLabels, describeModels, listModelActivations } from '../../workflows/describeModels.ts';
import type { TrainingDesk } from '../../workflows/trainingDesk.ts';
import type { HandlersOf, StationContext } from '../stationContext.ts';

/** Models and trainings. */
export function createModelHandlers(
  { db, folders, emit }: StationContext,
  desk: TrainingDesk,
): HandlersOf<typeof modelCalls> {
  return {
    listModels: () => describeModels(db, folders.models),
    listActivations: () => listModelActivations(db),
    activateModel: async ({ fullName }) => {
      const activation = await activateModel(db, folders.models, fullName);
      emit('models-changed', {});
      return activation;
    },
    rollBackModel: async () => {
      const activation = await rollBackModel(db, folders.models);
      emit('models-changed', {});
      return activation;
    },
    describeLabels: () => describeLabels(db),
    startTraining: (order) => desk.start(order),
    resumeTraining: ({ runId }) => desk.resume(runId),
    cancelTraining: ({ runId }) => desk.cancel(runId),
    listTrainingRuns: () => desk.list(),
  };
}
