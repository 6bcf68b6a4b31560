import type { EngineName } from '../domain/engine.ts';
import type { LabelledImage } from '../domain/labelledImage.ts';

/* What is asked of the compute process about engines. */

/** The eight-bit copy of a cell finder. */
export interface QuantizeDetectorRequest {
  readonly modelFolder: string;
  /** the YOLO folder that it was trained on */
  readonly datasetFolder: string;
  /** further fields to measure ranges on, image files */
  readonly fieldPaths: readonly string[];
}

export interface QuantizeModelRequest {
  readonly modelFolder: string;
  /** ranges are measured on some of these */
  readonly calibration: readonly LabelledImage[];
  /** the copy is measured on all of these */
  readonly heldOut: readonly LabelledImage[];
}

export interface DescribeEnginesRequest {
  readonly models: readonly { readonly folder: string; readonly task: string }[];
}

/** What runs a model on this machine. */
export interface ModelEngine {
  readonly modelFolder: string;
  /** undefined when the model cannot be loaded */
  readonly engine: EngineName | undefined;
  /** why it is not the eight-bit copy, or why the model cannot be loaded */
  readonly note: string | undefined;
  /** something is damaged that could be made again */
  readonly isBroken: boolean;
}
