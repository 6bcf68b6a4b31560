import type { Figures } from '../domain/modelCard.ts';
import type { OptimizerName } from './optimizer.ts';
import type { LabelledImage, ReadImage } from './trainingBatches.ts';

export interface TrainingRequest {
  readonly train: readonly LabelledImage[];
  readonly validation: readonly LabelledImage[];
  readonly test: readonly LabelledImage[];
  readonly outputFolder: string;
  readonly name: string;
  readonly version: string;
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly inputPx: number;
  readonly widthMultiplier: number;
  readonly seed: number;
  readonly resume: boolean;
  readonly dataset: {
    readonly name: string;
    readonly split: string;
    readonly terms: string;
    readonly citation: string;
  };
}

export interface TrainingTools {
  readonly readImage: ReadImage;
  /** Width of the training fields in red cells, by the program's own ruler; called once, at the end.
   *  @throws LabError when no red cell can be measured */
  readonly measureWindowRedCells: (items: readonly LabelledImage[]) => Promise<number>;
  readonly programVersion: string;
  readonly onProgress: (progress: {
    readonly done: number;
    readonly total: number;
    readonly detail: string;
  }) => void;
  readonly signal: AbortSignal;
}

export interface TrainingResult {
  readonly modelFolder: string;
  readonly chosenEpoch: number;
  readonly validationFigures: Figures;
  readonly testFigures: Figures | undefined;
}
