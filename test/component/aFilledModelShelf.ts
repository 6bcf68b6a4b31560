import { cellClasses } from '../../main/domain/cellClass.ts';
import { computeFigures } from '../../main/domain/computeFigures.ts';
import type { Figures } from '../../main/domain/modelCard.ts';
import { createRandom } from '../../main/domain/randomNumbers.ts';
import type { ModelSummary, TrainingEpoch, TrainingRun } from '../../main/domain/trainingRun.ts';
import type { LabApi } from '../../preload/contract.ts';
import { aModelCard } from '../helpers/aModelCard.ts';

const epochCount = 24;

/** Curves as a training has them: falling, then level, the validation a little behind. */
const epochs: readonly TrainingEpoch[] = Array.from({ length: epochCount }, (_, index) => {
  const rest = Math.exp(-index / 5);
  const wave = Math.sin(index * 1.7) * 0.012;
  return {
    epoch: index + 1,
    trainLoss: 0.08 + 1.2 * rest,
    trainAccuracy: 0.985 - 0.5 * rest,
    validationLoss: 0.17 + 1.1 * rest + wave,
    validationAccuracy: 0.952 - 0.5 * rest - wave,
    validationMacroF1: 0.941 - 0.52 * rest - wave,
  };
});

/** @param hitShare of the items, whose likeliest class is the true one */
function figures(hitShare: number): Figures {
  const random = createRandom(7);
  return computeFigures(
    cellClasses.flatMap((cellClass, truth) =>
      Array.from({ length: 60 - truth * 8 }, () => {
        const said = cellClasses[(truth + (random() < hitShare ? 0 : 1)) % cellClasses.length] ?? cellClass;
        return {
          cellClass,
          probabilities: { benign: 0.06, 'early-pre-b': 0.06, 'pre-b': 0.06, 'pro-b': 0.06, [said]: 0.82 },
        };
      }),
    ),
  );
}

const finished: TrainingRun = {
  id: '00000000-0000-7000-8000-0000000000a1',
  modelName: 'ward-3-1.1.0',
  state: 'done',
  startedBy: 'A. Reader',
  startedAt: '2026-11-24T09:00:00.000Z',
  finishedAt: '2026-11-24T09:41:00.000Z',
  parentName: 'blast-classifier-1.0.0',
  epochCount,
  partCounts: { train: 1705, validation: 593, test: 192 },
  splitNote: 'Split by slide: no slide is in two parts.',
  epochs,
  chosenEpoch: 21,
  doneFraction: 1,
  detail: '',
  remainingMs: undefined,
  failure: undefined,
  validationFigures: figures(0.95),
  testFigures: figures(0.94),
  activeFigures: { fullName: 'blast-classifier-1.0.0', validation: figures(0.91), test: figures(0.9) },
};

const runs: readonly TrainingRun[] = [
  finished,
  {
    ...finished,
    id: '00000000-0000-7000-8000-0000000000a2',
    modelName: 'ward-3-1.0.0',
    state: 'cancelled',
    startedAt: '2026-11-20T13:30:00.000Z',
    finishedAt: '2026-11-20T13:44:00.000Z',
    epochs: epochs.slice(0, 9),
    chosenEpoch: undefined,
    doneFraction: 0.38,
  },
];

const shipped: ModelSummary = {
  fullName: 'blast-classifier-1.0.0',
  name: 'blast-classifier',
  version: '1.0.0',
  sha256: 'a'.repeat(64),
  isShipped: true,
  isActive: true,
  createdAt: '2026-11-23T12:00:00.000Z',
  sizeBytes: 3_700_000,
  card: aModelCard(),
  problem: undefined,
};

/** What a lab with one training behind it says of its models. */
export const modelAnswers: Partial<LabApi> = {
  listModels: async () => [
    shipped,
    {
      ...shipped,
      fullName: finished.modelName,
      name: 'ward-3',
      version: '1.1.0',
      sha256: 'c'.repeat(64),
      isShipped: false,
      isActive: false,
      card: aModelCard({ name: 'ward-3', version: '1.1.0' }),
    },
  ],
  listActivations: async () => [],
  describeLabels: async () => ({
    slideCount: 14,
    counts: { benign: 1204, 'early-pre-b': 310, 'pre-b': 622, 'pro-b': 354 },
    heldBack: { slideCount: 3, cellCount: 412 },
    problem: undefined,
  }),
  describeControlSet: async () => ({
    versions: [],
    plan: {
      slideCount: 4,
      remainingSlideCount: 10,
      counts: { benign: 240, 'early-pre-b': 62, 'pre-b': 124, 'pro-b': 70 },
      problem: undefined,
    },
    least: { blast: 20, benign: 20 },
  }),
  listTrainingRuns: async () => runs,
};
