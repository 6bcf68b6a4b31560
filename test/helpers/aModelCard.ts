import { cellClasses } from '../../main/domain/cellClass.ts';
import { computeFigures } from '../../main/domain/computeFigures.ts';
import type { ModelCard } from '../../main/domain/modelCard.ts';

/** A whole and valid card; the test names what matters to it. */
export function aModelCard(changes: Partial<ModelCard> = {}): ModelCard {
  const perfect = cellClasses.map((cellClass) => ({
    cellClass,
    probabilities: { benign: 0, 'early-pre-b': 0, 'pre-b': 0, 'pro-b': 0, [cellClass]: 1 },
  }));
  return {
    schemaVersion: 1,
    name: 'blast-classifier',
    version: '1.0.0',
    task: 'classify-cells',
    createdAt: '2026-11-23T12:00:00.000Z',
    programVersion: '0.1.0',
    architecture: {
      name: 'thirteen convolutions',
      widthMultiplier: 0.25,
      batchNormalisation: true,
      parameterCount: 922_356,
    },
    classes: [...cellClasses],
    preprocessing: {
      inputPx: 128,
      windowRedCells: 15,
      scaleBarCorner: { width: 0.16, height: 0.16 },
      mean: [0.8, 0.7, 0.8],
      standardDeviation: [0.1, 0.2, 0.1],
    },
    weights: { file: 'weights.bin', sha256: 'a'.repeat(64), sizeBytes: 3_700_000 },
    training: {
      optimizer: 'adam',
      learningRate: 0.001,
      epochs: 30,
      chosenEpoch: 28,
      batchSize: 32,
      seed: 1,
      trainCount: 1705,
      validationCount: 593,
      durationMs: 2_400_000,
    },
    dataset: {
      name: 'fields',
      sha256: 'b'.repeat(64),
      split: 'random_fold 0',
      terms: 'research',
      citation: 'nobody',
    },
    evaluations: [
      {
        protocol: 'random_fold 0, test part',
        dataset: 'fields',
        ofTheseWeights: true,
        figures: computeFigures(perfect),
      },
    ],
    baselines: [{ name: 'colour', protocol: 'random_fold 0, test part', accuracy: 0.97, benignRecall: 0.92 }],
    intendedUse: 'Research use only.',
    limitations: ['Not a diagnosis.'],
    ...changes,
  };
}
