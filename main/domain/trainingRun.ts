import type { CellClass } from './cellClass.ts';
import type { LearnedPart } from './learnedPart.ts';
import type { Figures, ModelCard } from './modelCard.ts';
import type { StoppedTraining } from './trainingRequest.ts';

/** One point of the curves of a training. Accuracies are 0..1. */
export interface TrainingEpoch {
  readonly epoch: number;
  readonly trainLoss: number;
  /** over the training images as they were shown; undefined of trainings by a program before 0.3 */
  readonly trainAccuracy: number | undefined;
  readonly validationLoss: number;
  readonly validationAccuracy: number;
  readonly validationMacroF1: number;
}

/** One that waits begins when no other runs; one that is paused keeps its place, and goes on when a person says so. */
export const trainingStates = [
  'waiting',
  'preparing',
  'running',
  'paused',
  'done',
  'failed',
  'cancelled',
] as const;
export type TrainingState = (typeof trainingStates)[number];

/** Whether a training is at work. */
export function isTraining({ state }: Pick<TrainingRun, 'state'>): boolean {
  return state === 'preparing' || state === 'running';
}

/** Whether a training has not come to its end: others wait for it. */
export function isOpenTraining(run: Pick<TrainingRun, 'state'>): boolean {
  return isTraining(run) || run.state === 'waiting' || run.state === 'paused';
}

/** Whether a training has stopped with something to go on with. */
export function canGoOn({ state }: Pick<TrainingRun, 'state'>): boolean {
  return state === 'paused' || state === 'failed' || state === 'cancelled';
}

/** A training that the station runs or ran. */
export interface TrainingRun {
  /** UUIDv7 */
  readonly id: string;
  /** "mine-1.0.0" */
  readonly modelName: string;
  readonly state: TrainingState;
  readonly startedBy: string;
  /** a process at a terminal works on it, or was the last that did: it is stopped there */
  readonly isAtTerminal?: boolean | undefined;
  readonly startedAt: string;
  readonly finishedAt: string | undefined;
  /** the model that it goes on from; undefined: from scratch */
  readonly parentName: string | undefined;
  /** how much of its network learns; undefined from scratch, and of trainings by a program before 0.4 */
  readonly learned?: LearnedPart | undefined;
  readonly epochCount: number;
  readonly partCounts: TrainingPartCounts | undefined;
  /** how the cells were split, one sentence; what it proves depends on it */
  readonly splitNote: string | undefined;
  readonly epochs: readonly TrainingEpoch[];
  /** the epoch that became the model */
  readonly chosenEpoch: number | undefined;
  /** 0..1 of all steps */
  readonly doneFraction: number;
  /** one line for people */
  readonly detail: string;
  readonly remainingMs: number | undefined;
  readonly failure: { readonly code: string; readonly message: string } | undefined;
  readonly validationFigures: Figures | undefined;
  readonly testFigures: Figures | undefined;
  /** the model that was active when the training ended, on the same images: what the new one is compared with */
  readonly activeFigures: ActiveModelFigures | undefined;
  /** it could not go on in this epoch; the best one before became the model */
  readonly stopped?: StoppedTraining | undefined;
  /** what the gate says of the model; undefined without a control set */
  readonly verdictId?: string | undefined;
}

export interface ActiveModelFigures {
  readonly fullName: string;
  readonly validation: Figures | undefined;
  readonly test: Figures | undefined;
}

export interface TrainingPartCounts {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/** What the labels of the lab would make a dataset of. */
export interface LabelledCellsSummary {
  readonly slideCount: number;
  readonly counts: Readonly<Record<CellClass, number>>;
  /** reviewed cells and their slides that the control set keeps from being learned */
  readonly heldBack: { readonly slideCount: number; readonly cellCount: number };
  /** why it cannot be trained on, for people; undefined when it can */
  readonly problem: string | undefined;
}

/** A classifier that is installed at this station. */
export interface ModelSummary {
  /** "blast-classifier-1.0.0"; what calls name it by */
  readonly fullName: string;
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
  readonly isShipped: boolean;
  /** scans use it */
  readonly isActive: boolean;
  readonly createdAt: string | undefined;
  readonly sizeBytes: number | undefined;
  /** undefined when its card cannot be read; `problem` says why */
  readonly card: ModelCard | undefined;
  readonly problem: string | undefined;
}

/** A change of the model that scans use. */
export interface ModelActivation {
  readonly fullName: string;
  readonly sha256: string;
  readonly person: string;
  readonly at: string;
  readonly isRollback: boolean;
  /** what the gate said; undefined of rollbacks, and of activations by a program before 0.4 */
  readonly verdictId?: string | undefined;
  /** why a refusal was overridden */
  readonly overrideReason?: string | undefined;
  /** the person was told that there is no control set, and activated the model all the same */
  readonly isUnmeasured?: boolean | undefined;
}
