import { z } from 'zod';
import { cellClasses } from '../domain/cellClass.ts';
import { engineChoices } from '../domain/engine.ts';
import type { LabelledImage } from '../domain/labelledImage.ts';
import { learnedParts } from '../domain/learnedPart.ts';
import { pixelBoxShape } from '../domain/pixelBoxShape.ts';
import { plausibleUm } from '../domain/pixelSize.ts';
import { cellGoals } from '../domain/scan.ts';
import type { TrainingRequest } from '../domain/trainingRequest.ts';
import type { TrainDetectorRequest } from './detectorRequest.ts';
import type {
  ClassifyFileRequest,
  ComputeJobName,
  ComputeJobs,
  ComputeRequestMessage,
  DescribeEnginesRequest,
  DescribePicturesRequest,
  DetectFileRequest,
  EvaluateModelRequest,
  ExplainCellRequest,
  ExplainFileRequest,
  QuantizeDetectorRequest,
  QuantizeModelRequest,
  RunTestVectorsRequest,
  ScanSlideRequest,
} from './messages.ts';

/* What the compute process accepts. A request that does not fit never reaches a job. */

const path = z.string().min(1);
const name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/);
const version = z.string().regex(/^\d+\.\d+\.\d+$/);
const engine = z.enum(engineChoices).optional();
const redCellDiameterPx = z.number().positive().max(10_000).or(z.undefined());

const slide = z.strictObject({
  name: path,
  path,
  kind: z.enum(['image-file', 'field-folder', 'dicom-series']),
});

const scanSlideSchema: z.ZodType<ScanSlideRequest> = z.strictObject({
  slide,
  modelFolder: path,
  redCellDiameterPx,
  pixelSizeUm: z.number().min(plausibleUm.least).max(plausibleUm.most).optional(),
  isPixelSizeForAll: z.boolean().optional(),
  cellGoal: z.literal(cellGoals).optional(),
  engine,
});

const detectFileSchema: z.ZodType<DetectFileRequest> = z.strictObject({ path, redCellDiameterPx });

const classifyFileSchema: z.ZodType<ClassifyFileRequest> = z.strictObject({
  path,
  modelFolder: path,
  eachCell: z.boolean(),
  redCellDiameterPx,
  engine,
});

const labelledCellSchema = z.strictObject({
  ...pixelBoxShape,
  redCellDiameterPx: z.number().positive().max(10_000),
});

const explainFileSchema: z.ZodType<ExplainFileRequest> = z.strictObject({
  path,
  modelFolder: path,
  redCellDiameterPx,
  cellClass: z.enum(cellClasses).or(z.undefined()),
});

const explainCellSchema: z.ZodType<ExplainCellRequest> = z.strictObject({
  slide,
  modelFolder: path,
  fieldIndex: z.int().nonnegative(),
  field: z.strictObject(pixelBoxShape),
  box: z.strictObject(pixelBoxShape),
  redCellDiameterPx: z.number().positive().max(10_000),
  cellClass: z.enum(cellClasses).or(z.undefined()),
});

const describePicturesSchema: z.ZodType<DescribePicturesRequest> = z.strictObject({
  pictures: z.array(
    z.strictObject({
      path,
      views: z.array(
        z.strictObject({
          cell: z.strictObject(pixelBoxShape).optional(),
          redCellDiameterPx: redCellDiameterPx.optional(),
        }),
      ),
    }),
  ),
});

const itemsSchema: z.ZodType<readonly LabelledImage[]> = z.array(
  z.strictObject({
    path,
    cellClass: z.enum(cellClasses),
    cell: labelledCellSchema.optional(),
    coloursOf: path.optional(),
  }),
);

const evaluateModelSchema: z.ZodType<EvaluateModelRequest> = z.strictObject({
  items: itemsSchema,
  modelFolder: path,
  engine,
});

const quantizeModelSchema: z.ZodType<QuantizeModelRequest> = z.strictObject({
  modelFolder: path,
  calibration: itemsSchema,
  heldOut: itemsSchema,
});

const quantizeDetectorSchema: z.ZodType<QuantizeDetectorRequest> = z.strictObject({
  modelFolder: path,
  datasetFolder: path,
  fieldPaths: z.array(path),
});

const describeEnginesSchema: z.ZodType<DescribeEnginesRequest> = z.strictObject({
  models: z.array(z.strictObject({ folder: path, task: z.string() })),
});

const runTestVectorsSchema: z.ZodType<RunTestVectorsRequest> = z.strictObject({
  modelFolder: path,
  pictures: z
    .array(z.strictObject({ seed: z.int().nonnegative(), edgePx: z.int().min(32).max(1024) }))
    .max(64),
});

const trainModelSchema: z.ZodType<TrainingRequest> = z.strictObject({
  train: itemsSchema,
  validation: itemsSchema,
  test: itemsSchema,
  outputFolder: path,
  name,
  version,
  optimizer: z.enum(['adam', 'adamax']),
  learningRate: z.number().positive().max(1),
  epochs: z.int().min(1).max(10_000),
  batchSize: z.int().min(1).max(4096),
  inputPx: z.int().min(32).max(1024),
  widthMultiplier: z.number().positive().max(4),
  seed: z.int(),
  windowRedCells: z.number().min(1).max(100).optional(),
  cellsPerField: z.int().positive().optional(),
  besides: z.strictObject({ items: itemsSchema, perEpoch: z.int().positive() }).optional(),
  startFrom: z.string().min(1).optional(),
  learned: z.enum(learnedParts).optional(),
  resume: z.boolean(),
  programVersion: z.string(),
  dataset: z.strictObject({
    name: z.string(),
    split: z.string(),
    terms: z.string(),
    citation: z.string(),
  }),
});

const cornerFraction = z.number().min(0).max(0.5);

const trainDetectorSchema: z.ZodType<TrainDetectorRequest> = z.strictObject({
  datasetFolder: path,
  outputFolder: path,
  name,
  version,
  programVersion: z.string(),
  dataset: z.strictObject({ name: z.string(), terms: z.string(), citation: z.string() }),
  resume: z.boolean(),
  teacher: z
    .strictObject({
      modelFolder: path,
      fieldPaths: z.array(path),
      scaleBarCorner: z.strictObject({ width: cornerFraction, height: cornerFraction }),
    })
    .optional(),
  steps: z.int().min(1).max(1_000_000).exactOptional(),
  stepsPerCheck: z.int().min(1).exactOptional(),
  batchSize: z.int().min(1).max(1024).exactOptional(),
  samplePx: z.int().min(32).max(2048).exactOptional(),
  learningRate: z.number().positive().max(1).exactOptional(),
  seed: z.int().exactOptional(),
});

/** The shape of each job's request, by job name. */
export const requestSchemas: { readonly [J in ComputeJobName]: z.ZodType<ComputeJobs[J]['request']> } = {
  checkTensorFlow: z.strictObject({}) as z.ZodType<Record<string, never>>,
  scanSlide: scanSlideSchema,
  detectFile: detectFileSchema,
  classifyFile: classifyFileSchema,
  explainFile: explainFileSchema,
  explainCell: explainCellSchema,
  trainModel: trainModelSchema,
  preflightTraining: trainModelSchema,
  trainDetector: trainDetectorSchema,
  describePictures: describePicturesSchema,
  quantizeModel: quantizeModelSchema,
  quantizeDetector: quantizeDetectorSchema,
  describeEngines: describeEnginesSchema,
  evaluateModel: evaluateModelSchema,
  runTestVectors: runTestVectorsSchema,
};

const jobNames = Object.keys(requestSchemas) as [ComputeJobName, ...ComputeJobName[]];

/** The envelope of everything that the station sends to the compute process. */
export const requestMessageSchema: z.ZodType<ComputeRequestMessage> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('start'),
    jobId: z.int().nonnegative(),
    job: z.enum(jobNames),
    request: z.unknown(),
  }),
  z.strictObject({ kind: z.literal('cancel'), jobId: z.int().nonnegative() }),
]);
