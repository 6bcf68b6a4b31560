import type { ComputeClient, ComputeOptions } from '../compute/computeClient.ts';
import { listControlSets } from '../database/controlSets.ts';
import { listVerdicts, recordVerdict } from '../database/gateVerdicts.ts';
import { newId } from '../database/newId.ts';
import type { Db } from '../database/open.ts';
import { readSettings } from '../database/settings.ts';
import { type ClassProbabilities, cellClasses } from '../domain/cellClass.ts';
import type { ControlSet } from '../domain/controlSet.ts';
import { decide, type GateVerdict } from '../domain/gateVerdict.ts';
import { isBlastBySettings } from '../domain/isBlastBySettings.ts';
import { because, judgePromotion } from '../domain/judgePromotion.ts';
import { LabError } from '../domain/labError.ts';
import type { LabelledImage } from '../domain/labelledImage.ts';
import { isModelFault } from '../domain/modelFault.ts';
import { modelFullName } from '../domain/modelFullName.ts';
import { listStationModels, readActiveModel, type StationModel } from './activeModel.ts';
import { readModel } from './listModels.ts';
import { readControlPictures } from './readControlPictures.ts';
import { findTestVectorProblem, readTestVectors } from './testVectorsFile.ts';

export interface GateTools {
  readonly db: Db;
  readonly compute: ComputeClient;
  readonly folders: { readonly models: string; readonly controlSets: string };
}

export interface JudgeOptions extends ComputeOptions {
  /** in whose name the verdict is kept */
  readonly person: string;
  /** judges anew though a verdict stands */
  readonly isForced?: boolean;
}

/** What the gate says of a model that is to take the active one's place; kept in the database. A verdict stands as long
 *  as both models, the control set and what the lab asks for are the same.
 *  @throws LabError 'model-unknown' | 'dataset-invalid' when the control set is damaged | 'cancelled' */
export async function judgeModel(
  tools: GateTools,
  fullName: string,
  options: JudgeOptions,
): Promise<GateVerdict> {
  const question = await readQuestion(tools, fullName);
  const standing = options.isForced === true ? undefined : findStandingVerdict(tools.db, question);
  if (standing !== undefined) return standing;
  const answer = await answerQuestion(tools, question, options);
  const { challenger, champion, set, floor, blastClasses } = question;
  const championUsed = answer.reasons.some(({ reason }) => reason === 'champion-unusable')
    ? undefined
    : champion;
  const verdict: GateVerdict = {
    id: newId(),
    challenger: nameOf(challenger),
    ...(championUsed === undefined ? {} : { champion: nameOf(championUsed) }),
    ...(set === undefined ? {} : { controlSetVersion: set.version }),
    decision: decide(answer.reasons.map(({ reason }) => reason)),
    floor,
    blastClasses: [...blastClasses],
    ...answer,
    person: options.person,
    at: new Date().toISOString(),
  };
  recordVerdict(tools.db, verdict);
  return verdict;
}

interface Question {
  readonly challenger: StationModel;
  /** undefined: the challenger is active itself, or the active one cannot be used */
  readonly champion: StationModel | undefined;
  /** why there is none */
  readonly withoutChampion: GateVerdict['reasons'];
  readonly set: ControlSet | undefined;
  readonly floor: number;
  readonly blastClasses: GateVerdict['blastClasses'];
}

async function readQuestion({ db, folders }: GateTools, fullName: string): Promise<Question> {
  const models = await listStationModels(folders.models);
  const challenger = models.find((one) => modelFullName(one) === fullName);
  if (challenger === undefined)
    throw new LabError('model-unknown', `There is no model ${fullName} at this station.`, {
      model: fullName,
    });
  const { blastSensitivityFloor: floor, classes } = readSettings(db);
  const blastClasses = cellClasses.filter(isBlastBySettings(classes));
  const set = listControlSets(db).at(-1);
  const champion = await findChampion(db, folders.models, { challenger, models });
  return { challenger, ...champion, set, floor, blastClasses };
}

async function findChampion(
  db: Db,
  ownFolder: string,
  { challenger, models }: { readonly challenger: StationModel; readonly models: readonly StationModel[] },
): Promise<Pick<Question, 'champion' | 'withoutChampion'>> {
  try {
    const active = await readActiveModel(db, ownFolder);
    if (active.card.weights.sha256 === challenger.sha256)
      return {
        champion: undefined,
        withoutChampion: [because('no-champion', 'it is the active model already')],
      };
    const champion = models.find(({ folder }) => folder === active.folder);
    return { champion, withoutChampion: [] };
  } catch (error) {
    return { champion: undefined, withoutChampion: [championUnusable(error)] };
  }
}

function findStandingVerdict(db: Db, question: Question): GateVerdict | undefined {
  const { challenger, champion, set, floor, blastClasses } = question;
  const last = listVerdicts(db, challenger.sha256).at(-1);
  const isStanding =
    last !== undefined &&
    last.challenger.fullName === modelFullName(challenger) &&
    last.champion?.sha256 === champion?.sha256 &&
    last.controlSetVersion === set?.version &&
    last.floor === floor &&
    last.blastClasses.join() === blastClasses.join() &&
    // what was damaged may have been put right
    !last.reasons.some(({ reason }) => reason === 'model-damaged' || reason === 'test-vectors-differ');
  return isStanding ? last : undefined;
}

type Answer = Pick<GateVerdict, 'reasons' | 'challengerFigures' | 'championFigures' | 'comparison'>;

async function answerQuestion(tools: GateTools, question: Question, options: JudgeOptions): Promise<Answer> {
  const { challenger, set } = question;
  const damage = await findDamage(tools.compute, challenger, options);
  if (damage !== undefined) return { reasons: [damage] };
  if (set === undefined)
    return {
      reasons: [because('no-control-set', 'this lab has locked no control set'), ...question.withoutChampion],
    };
  return measureBoth(tools, { ...question, set }, options);
}

/** Whether the model is what its card and its test vectors say. */
async function findDamage(
  compute: ComputeClient,
  model: StationModel,
  options: ComputeOptions,
): Promise<GateVerdict['reasons'][number] | undefined> {
  const checked = await readModel(model.folder, true);
  if (checked?.problem !== undefined || checked?.card === undefined)
    return because('model-damaged', checked?.problem ?? 'its card cannot be read');
  const { vectors, problem } = await readTestVectors(model.folder, model.sha256);
  if (problem !== undefined) return because('test-vectors-differ', problem);
  if (vectors === undefined) return undefined;
  try {
    const difference = await findTestVectorProblem(compute, model.folder, vectors, options);
    return difference === undefined ? undefined : because('test-vectors-differ', difference);
  } catch (error) {
    return because('model-damaged', describeModelFault(error));
  }
}

async function measureBoth(
  tools: GateTools,
  question: Question & { readonly set: ControlSet },
  options: JudgeOptions,
): Promise<Answer> {
  const { set, floor, blastClasses, challenger, champion } = question;
  const items = await readControlPictures(
    { db: tools.db, folder: tools.folders.controlSets },
    set,
    options.signal,
  );
  const modelCount = champion === undefined ? 1 : 2;
  const classify = (model: StationModel, turn: number) =>
    classifyAll(
      tools.compute,
      { items, model },
      {
        signal: options.signal,
        onProgress: ({ done }) =>
          options.onProgress?.({
            done: turn * items.length + done,
            total: modelCount * items.length,
            detail: modelFullName(model),
          }),
      },
    );
  let ofChallenger: readonly ClassProbabilities[];
  try {
    ofChallenger = await classify(challenger, 0);
  } catch (error) {
    return { reasons: [because('model-damaged', describeModelFault(error))] };
  }
  const reasons = [...question.withoutChampion];
  let ofChampion: readonly ClassProbabilities[] | undefined;
  try {
    ofChampion = champion === undefined ? undefined : await classify(champion, 1);
  } catch (error) {
    describeModelFault(error);
    reasons.push(championUnusable(error));
  }
  const judged = judgePromotion(
    { truths: items.map(({ cellClass }) => cellClass), challenger: ofChallenger, champion: ofChampion },
    { floor, isBlast: (one) => blastClasses.includes(one) },
  );
  const older = [
    ...madeBeforeLock('challenger-made-before-lock', challenger, set),
    ...(ofChampion === undefined || champion === undefined
      ? []
      : madeBeforeLock('champion-made-before-lock', champion, set)),
  ];
  return { ...judged, reasons: [...judged.reasons, ...reasons, ...older] };
}

async function classifyAll(
  compute: ComputeClient,
  { items, model }: { readonly items: readonly LabelledImage[]; readonly model: StationModel },
  options: ComputeOptions,
): Promise<readonly ClassProbabilities[]> {
  const request = { items, modelFolder: model.folder };
  const { predictions, failures } = await compute.run('evaluateModel', request, options);
  const [failure] = failures;
  if (failure !== undefined)
    throw new LabError(
      'dataset-invalid',
      `A picture of the control set cannot be read: ${failure.message} Lock a new control set.`,
    );
  return predictions.filter((one) => one !== undefined);
}

/** @throws the error when it is no fault of a model */
function describeModelFault(error: unknown): string {
  if (isModelFault(error)) return error.message;
  throw error;
}

function championUnusable(error: unknown): GateVerdict['reasons'][number] {
  return because('champion-unusable', describeModelFault(error));
}

/** A model of this station that was made before the control set was locked may have learned its pictures: its figures
 *  may flatter it. The program's own models never saw them. */
function madeBeforeLock(
  reason: 'challenger-made-before-lock' | 'champion-made-before-lock',
  model: StationModel,
  set: ControlSet,
): GateVerdict['reasons'] {
  const isOlder = !model.isShipped && model.createdAt !== undefined && model.createdAt < set.at;
  if (!isOlder) return [];
  const name = modelFullName(model);
  return [
    because(
      reason,
      `${name} was made before control set ${set.version} was locked and may have learned its pictures`,
    ),
  ];
}

function nameOf(model: StationModel): GateVerdict['challenger'] {
  return { fullName: modelFullName(model), sha256: model.sha256, isShipped: model.isShipped };
}
