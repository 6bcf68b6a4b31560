import type { Int8Outcome } from './engine.ts';
import type { DatasetParts, LabelledImage } from './labelledImage.ts';
import type { LearnedPart } from './learnedPart.ts';
import type { Figures } from './modelCard.ts';

/** All that a training is told: its data, its settings, and what the card says of both. */
export interface TrainingRequest extends DatasetParts {
  /** where checkpoints and the finished model are written */
  readonly outputFolder: string;
  readonly name: string;
  readonly version: string;
  readonly optimizer: 'adam' | 'adamax';
  /** at its peak, after the first epoch */
  readonly learningRate: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly inputPx: number;
  readonly widthMultiplier: number;
  readonly seed: number;
  /** edge of the window round each labelled cell, in red cells; 7 unless told. Whole fields are measured, and a training
   *  that goes on from a model keeps that one's */
  readonly windowRedCells?: number | undefined;
  /** as many cells of a picture, chosen anew, are shown in an epoch; undefined: all */
  readonly cellsPerField?: number | undefined;
  /** cells of other sources that are learned too, so many of them an epoch, chosen anew; no figure is of them */
  readonly besides?: { readonly items: readonly LabelledImage[]; readonly perEpoch: number } | undefined;
  /** folder of a model whose weights and preprocessing the training begins with; its input size and width take the
   *  place of those asked for. Undefined: from scratch */
  readonly startFrom?: string | undefined;
  /** with startFrom: how much of that model's network learns; all unless told */
  readonly learned?: LearnedPart | undefined;
  /** take up the checkpoint in outputFolder where there is one */
  readonly resume: boolean;
  /** named in the model's card */
  readonly programVersion: string;
  readonly dataset: {
    readonly name: string;
    readonly split: string;
    readonly terms: string;
    readonly citation: string;
  };
}

/** Whether the labels are of cells; a request has either cells or whole fields. */
export function isOfCells({ train }: Pick<TrainingRequest, 'train'>): boolean {
  return train.some(({ cell }) => cell !== undefined);
}

export interface TrainingResult {
  readonly modelFolder: string;
  readonly chosenEpoch: number;
  readonly validationFigures: Figures;
  /** undefined when nothing was held out for a test */
  readonly testFigures: Figures | undefined;
  /** undefined when every epoch was trained */
  readonly stopped?: StoppedTraining | undefined;
  /** what became of the eight-bit copy */
  readonly int8?: Int8Outcome;
}

/** A training that could not go on, whose best epoch until then became the model. */
export interface StoppedTraining {
  /** the epoch in which it stopped */
  readonly epoch: number;
  readonly reason: 'loss-not-a-number';
}
