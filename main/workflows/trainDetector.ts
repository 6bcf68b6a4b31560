import { basename, resolve } from 'node:path';
import type { ComputeClient, ComputeOptions } from '../compute/computeClient.ts';
import type { ComputeJobs, DetectorTrainingResult } from '../compute/messages.ts';
import { scaleBarCorner } from '../domain/scaleBarCorner.ts';
import { listImageFiles } from './listImageFiles.ts';
import { programVersion } from './programVersion.ts';
import { refuseFinishedModel } from './refuseFinishedModel.ts';

export type { DetectorTrainingResult };

type DetectorRequest = ComputeJobs['trainDetector']['request'];

/** How a cell finder is trained. */
export interface DetectorPlan {
  readonly settings: Omit<DetectorRequest, 'programVersion' | 'dataset' | 'teacher'>;
  readonly dataset: {
    readonly name: string | undefined;
    readonly terms: string | undefined;
    readonly citation: string | undefined;
  };
  /** an earlier detector, and images or folders of fields without boxes that it labels */
  readonly teacher: { readonly modelFolder: string; readonly fields: readonly string[] } | undefined;
}

/** Trains a cell finder on a YOLO folder and writes a model folder.
 *  @throws LabError 'output-exists' | 'folder-missing' | 'dataset-invalid' | 'training-failed' | 'cancelled' */
export async function trainDetector(
  compute: ComputeClient,
  plan: DetectorPlan,
  options: ComputeOptions,
): Promise<DetectorTrainingResult> {
  const outputFolder = resolve(plan.settings.outputFolder);
  const datasetFolder = resolve(plan.settings.datasetFolder);
  await refuseFinishedModel(outputFolder);
  const teacher = plan.teacher && {
    modelFolder: resolve(plan.teacher.modelFolder),
    fieldPaths: (await listImageFiles(plan.teacher.fields)).map((path) => resolve(path)),
    scaleBarCorner,
  };
  const request: DetectorRequest = {
    ...plan.settings,
    ...{ outputFolder, datasetFolder, programVersion, teacher },
    dataset: {
      name: plan.dataset.name ?? basename(datasetFolder),
      terms: plan.dataset.terms ?? 'not stated',
      citation: plan.dataset.citation ?? 'not stated',
    },
  };
  return compute.run('trainDetector', request, options);
}
