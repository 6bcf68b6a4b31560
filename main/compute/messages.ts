import type { DetectionFigures } from '../detection/matchBoxes.ts';
import type { ClassifiedCell, DetectedCell, PixelBox } from '../domain/cell.ts';
import type { CellClass, ClassProbabilities } from '../domain/cellClass.ts';
import type { CellExplanation } from '../domain/cellExplanation.ts';
import type { EngineChoice, EngineName, Int8Outcome } from '../domain/engine.ts';
import type { HeatMap } from '../domain/heatMap.ts';
import type { Judgement, ProposedClass } from '../domain/judgement.ts';
import type { LabelledImage } from '../domain/labelledImage.ts';
import type { Figures } from '../domain/modelCard.ts';
import type { PictureHash } from '../domain/pictureHash.ts';
import type { PixelSize } from '../domain/pixelSize.ts';
import type { Progress } from '../domain/progress.ts';
import type { CellGoal, FieldKind, LeftOutField, ScannedField } from '../domain/scan.ts';
import type { FieldFailure, SlideEntry } from '../domain/slide.ts';
import type { TestVector } from '../domain/testVectors.ts';
import type { TrainingPreflight } from '../domain/trainingPreflight.ts';
import type { TrainingRequest, TrainingResult } from '../domain/trainingRequest.ts';
import type { TrainingEpoch } from '../domain/trainingRun.ts';
import type { TrainDetectorRequest } from './detectorRequest.ts';
import type {
  DescribeEnginesRequest,
  ModelEngine,
  QuantizeDetectorRequest,
  QuantizeModelRequest,
} from './engineMessages.ts';

/** What crosses between the station and the compute process: ids, paths, numbers and results, never pixels. */

export interface ScanSlideRequest {
  readonly slide: SlideEntry;
  /** folder with card.json and weights.bin */
  readonly modelFolder: string;
  /** width of a red cell in full-resolution pixels where a person gives it: the ruler, whatever the slide says */
  readonly redCellDiameterPx: number | undefined;
  /** micrometres a pixel where a person gives them, for a slide whose file does not say */
  readonly pixelSizeUm?: number | undefined;
  /** the size above is meant for every slide that does not say its own: one that does is no surprise */
  readonly isPixelSizeForAll?: boolean | undefined;
  /** undefined: the scan looks at everything */
  readonly cellGoal?: CellGoal | undefined;
  /** undefined: what suits model and machine */
  readonly engine?: EngineChoice | undefined;
}

export interface ScanSlideResult {
  /** what computed the classes */
  readonly engine: EngineName;
  readonly fieldKind: FieldKind;
  readonly fields: readonly ScannedField[];
  /** fields that could not be read, and damaged parts of those that could */
  readonly failures: readonly FieldFailure[];
  readonly leftOut: readonly LeftOutField[];
  readonly cells: readonly ClassifiedCell[];
  /** width of a red cell in full-resolution pixels, the slide's ruler */
  readonly redCellDiameterPx: number;
  /** from the file, else by hand, else estimated; undefined only when a hand-given width of a red cell fits no
   *  microscope */
  readonly pixelSize: PixelSize | undefined;
  readonly cellGoal: CellGoal | undefined;
  /** fields that a scan without a goal would have looked at; a continuous slide's empty ones are not among them,
   *  as far as they were judged */
  readonly candidateFieldCount: number;
  /** what a person should know, one sentence or two each */
  readonly warnings: readonly string[];
  readonly timings: ScanTimings;
  /** highest resident memory of the compute process since it started */
  readonly peakMemoryBytes: number;
}

/** Wall time of the stages of one slide. Reading overlaps with the rest, so they add up to more than the total. */
export interface ScanTimings {
  readonly totalMs: number;
  /** reading and decoding fields */
  readonly decodeMs: number;
  /** in which a network ran, whatever went on beside it */
  readonly networksMs: number;
  /** in which none ran, and pixels were made ready or maps read: windows, peaks, focus */
  readonly otherMs: number;
}

export interface DetectFileRequest {
  readonly path: string;
  /** as in ScanSlideRequest */
  readonly redCellDiameterPx: number | undefined;
}

export interface DetectFileResult {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly redCellDiameterPx: number | undefined;
  readonly cells: readonly DetectedCell[];
}

export interface ClassifyFileRequest {
  readonly path: string;
  readonly modelFolder: string;
  /** true: each detected cell from a window around it; false: the whole field */
  readonly eachCell: boolean;
  /** as in ScanSlideRequest; of use only with eachCell */
  readonly redCellDiameterPx: number | undefined;
  /** as in ScanSlideRequest */
  readonly engine?: EngineChoice | undefined;
}

export interface ClassifyFileResult {
  /** what computed the classes */
  readonly engine: EngineName;
  /** of the whole field; undefined when each cell was asked for */
  readonly fieldProbabilities: ClassProbabilities | undefined;
  readonly cells: readonly ClassifiedCell[];
  /** the field's ruler, given or measured; undefined for a whole field */
  readonly redCellDiameterPx: number | undefined;
}

export interface ExplainFileRequest {
  readonly path: string;
  readonly modelFolder: string;
  /** as in ScanSlideRequest */
  readonly redCellDiameterPx: number | undefined;
  /** undefined: the likeliest of each cell */
  readonly cellClass: CellClass | undefined;
}

export interface ExplainFileResult {
  readonly cells: readonly {
    readonly box: PixelBox;
    /** what the network saw, in pixels of the image; may reach beyond it */
    readonly window: PixelBox;
    /** over the window: what spoke for the class */
    readonly heat: HeatMap;
    readonly explained: CellClass;
    readonly proposed: ProposedClass;
    readonly judgement: Judgement;
  }[];
}

export interface ExplainCellRequest {
  readonly slide: SlideEntry;
  readonly modelFolder: string;
  /** the field that the scan found the cell in, and where it lies on the slide */
  readonly fieldIndex: number;
  readonly field: PixelBox;
  /** full-resolution slide pixels */
  readonly box: PixelBox;
  /** the scan's ruler, full-resolution slide pixels */
  readonly redCellDiameterPx: number;
  /** undefined: the likeliest */
  readonly cellClass: CellClass | undefined;
}

export type ExplainCellResult = Omit<CellExplanation, 'modelName' | 'box' | 'field'>;

export interface DetectorTrainingResult {
  readonly modelFolder: string;
  readonly chosenStep: number;
  readonly scoreThreshold: number;
  readonly heldOutFigures: DetectionFigures;
  readonly testFigures: DetectionFigures;
}

export interface EvaluateModelRequest {
  readonly items: readonly LabelledImage[];
  readonly modelFolder: string;
  /** as in ScanSlideRequest */
  readonly engine?: EngineChoice | undefined;
}

export interface EvaluateModelResult {
  readonly engine: EngineName;
  readonly figures: Figures;
  readonly failures: readonly FieldFailure[];
  /** of each item, in their order; undefined of one that could not be read */
  readonly predictions: readonly (ClassProbabilities | undefined)[];
  /** what would be proposed for each, `unidentified` of a strange one; undefined of one that could not be read */
  readonly proposals: readonly (ProposedClass | undefined)[];
}

export interface RunTestVectorsRequest {
  readonly modelFolder: string;
  readonly pictures: readonly { readonly seed: number; readonly edgePx: number }[];
}

export interface DescribePicturesRequest {
  readonly pictures: readonly {
    readonly path: string;
    /** what of it is labelled: cells, or without one the whole */
    readonly views: readonly {
      readonly cell?: PixelBox | undefined;
      readonly redCellDiameterPx?: number | undefined;
    }[];
  }[];
}

export interface DescribePicturesResult {
  /** in the order of the request */
  readonly pictures: readonly DescribedPicture[];
}

export type DescribedPicture =
  | {
      readonly ok: true;
      readonly sha256: string;
      readonly hash: PictureHash;
      /** of each view 15 numbers, as computeColourStatistics gives them */
      readonly colours: readonly (readonly number[])[];
    }
  | { readonly ok: false; readonly message: string };

export type { DescribeEnginesRequest, ModelEngine, QuantizeDetectorRequest, QuantizeModelRequest };

export interface TensorFlowCheck {
  readonly version: string;
  readonly device: string;
  /** a convolution and its gradient gave the numbers they must */
  readonly forwardOk: boolean;
  readonly backwardOk: boolean;
}

/** Request and result of each job of the compute process, by name. */
export interface ComputeJobs {
  readonly checkTensorFlow: { readonly request: Record<string, never>; readonly result: TensorFlowCheck };
  readonly scanSlide: { readonly request: ScanSlideRequest; readonly result: ScanSlideResult };
  readonly detectFile: { readonly request: DetectFileRequest; readonly result: DetectFileResult };
  readonly classifyFile: { readonly request: ClassifyFileRequest; readonly result: ClassifyFileResult };
  readonly explainFile: { readonly request: ExplainFileRequest; readonly result: ExplainFileResult };
  readonly explainCell: { readonly request: ExplainCellRequest; readonly result: ExplainCellResult };
  readonly trainModel: { readonly request: TrainingRequest; readonly result: TrainingResult };
  readonly preflightTraining: { readonly request: TrainingRequest; readonly result: TrainingPreflight };
  readonly trainDetector: { readonly request: TrainDetectorRequest; readonly result: DetectorTrainingResult };
  readonly describePictures: {
    readonly request: DescribePicturesRequest;
    readonly result: DescribePicturesResult;
  };
  readonly quantizeModel: { readonly request: QuantizeModelRequest; readonly result: Int8Outcome };
  readonly quantizeDetector: {
    readonly request: QuantizeDetectorRequest;
    readonly result: Int8Outcome;
  };
  readonly describeEngines: {
    readonly request: DescribeEnginesRequest;
    readonly result: readonly ModelEngine[];
  };
  readonly evaluateModel: { readonly request: EvaluateModelRequest; readonly result: EvaluateModelResult };
  readonly runTestVectors: {
    readonly request: RunTestVectorsRequest;
    /** in the order of the pictures */
    readonly result: readonly TestVector[];
  };
}

export type ComputeJobName = keyof ComputeJobs;

/** How far a job is; "epoch 3/30 loss 0.41 validation accuracy 0.93". */
export interface ComputeProgress extends Progress {
  /** of a training: the epoch that has just ended */
  readonly epoch?: TrainingEpoch | undefined;
}

export type ComputeRequestMessage =
  | {
      readonly kind: 'start';
      readonly jobId: number;
      readonly job: ComputeJobName;
      readonly request: unknown;
    }
  | { readonly kind: 'cancel'; readonly jobId: number };

export type ComputeReplyMessage =
  | { readonly kind: 'progress'; readonly jobId: number; readonly progress: ComputeProgress }
  | { readonly kind: 'result'; readonly jobId: number; readonly result: unknown }
  | {
      readonly kind: 'failure';
      readonly jobId: number;
      /** a LabErrorCode, undefined for a bug */
      readonly code: string | undefined;
      readonly message: string;
      /** of a bug */
      readonly stack: string | undefined;
      readonly details: Readonly<Record<string, string | number | boolean | undefined>>;
    };
