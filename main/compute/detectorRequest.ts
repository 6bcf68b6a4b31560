import type { DetectionFigures } from '../detection/matchBoxes.ts';
import type { Int8Outcome } from '../domain/engine.ts';

/** A detector's training, as asked for. */
export interface TrainDetectorRequest {
  /** YOLO folder: images/{train,val} and labels/{train,val}, class 0 white cell, 1 red cell */
  readonly datasetFolder: string;
  /** the finished model's folder; checkpoints go to checkpoint/ in it */
  readonly outputFolder: string;
  readonly name: string;
  readonly version: string;
  readonly programVersion: string;
  readonly dataset: { readonly name: string; readonly terms: string; readonly citation: string };
  /** go on from the checkpoint in outputFolder where there is one */
  readonly resume: boolean;
  /** an earlier detector, whose weights training starts from, and the fields without boxes that it labels where
   *  it is sure */
  readonly teacher?: DetectorTeacher | undefined;
  readonly steps?: number;
  readonly stepsPerCheck?: number;
  readonly batchSize?: number;
  readonly samplePx?: number;
  readonly learningRate?: number;
  readonly seed?: number;
}

/** An earlier detector and the fields that it labels. */
export interface DetectorTeacher {
  readonly modelFolder: string;
  /** image files */
  readonly fieldPaths: readonly string[];
  /** lower-right part of each field that is left out (burned-in scale bars), as fractions */
  readonly scaleBarCorner: { readonly width: number; readonly height: number };
}

export interface TrainDetectorResult {
  readonly modelFolder: string;
  readonly chosenStep: number;
  readonly scoreThreshold: number;
  readonly heldOutFigures: DetectionFigures;
  /** on the folder's val part, read once, after all choices */
  readonly testFigures: DetectionFigures;
  readonly int8: Int8Outcome;
}

/** 5,000 steps of 8 samples take about half an hour on two idle cores. */
export const detectorTrainingDefaults = {
  steps: 5000,
  stepsPerCheck: 500,
  batchSize: 8,
  samplePx: 160,
  learningRate: 1e-3,
  seed: 7,
} as const;
