import { join } from 'node:path';
import type { ComputeClient } from '../../compute/computeClient.ts';
import { isBlastLike } from '../../domain/cellClass.ts';
import type { DatasetItem } from '../../domain/datasetItem.ts';
import { LabError } from '../../domain/labError.ts';
import type { LabelledImage } from '../../domain/labelledImage.ts';
import { listNearBefore, packHashes } from '../../domain/pictureHash.ts';
import type { OtherSource } from '../../domain/recipeFigures.ts';
import { describeItems } from '../datasets/describeItems.ts';
import { labelItems } from '../datasets/readTrainingParts.ts';
import { evaluateItems } from '../evaluateModel.ts';
import { readItems } from '../readDatasetList.ts';
import { cellList, type ListFolder, normalCellList, type ReproductionOptions } from './prepareLists.ts';
import { proposeForPictures } from './proposeForPictures.ts';

/** What a model proposes for normal white cells of other microscopes, and for blasts in their colours: it has learned
 *  normal cells of such a microscope, and no blasts, so it might take the microscope for the class.
 *  @param fold of random_fold that the model was not trained on */
export async function measureSources(
  folder: ListFolder,
  modelFolder: string,
  { fold, ...options }: ReproductionOptions & { readonly fold: number },
): Promise<readonly OtherSource[]> {
  const txl = await readItems([await normalCellList(folder, 'txl-pbc', options)]);
  const learned = txl.filter(({ part }) => part === 'train');
  const held = txl.filter(({ part }) => part === 'validation');
  const bccd = await readItems([await normalCellList(folder, 'bccd', options)]);
  const own = await readItems([await cellList(folder, 'random_fold', options)]);
  const test = own.filter((item) => item.fold === fold);
  const blasts = test.filter(({ cellClass }) => isBlastLike(cellClass));
  const heldPictures = [...new Set(held.map(({ file }) => file))];
  const label = (items: readonly DatasetItem[]) => labelItems(folder.compute, items, options);
  const recoloured = (await label(blasts)).map((item, i) => ({
    ...item,
    coloursOf: heldPictures[i % heldPictures.length] ?? item.path,
  }));
  const sets: readonly (Pick<OtherSource, 'name' | 'truth'> & {
    readonly items: readonly LabelledImage[];
  })[] = [
    {
      name: 'TXL-PBC, validation part: white cells of other patients, on microscopes whose training part was learned',
      truth: 'benign',
      items: await label(held),
    },
    {
      name: 'BCCD, without pictures that resemble one of the TXL-PBC training part',
      truth: 'benign',
      items: await label(await dropResembling(folder.compute, bccd, { learned, options })),
    },
    {
      name: 'cells of benign fields, test part',
      truth: 'benign',
      items: await label(test.filter(({ cellClass }) => cellClass === 'benign')),
    },
    { name: 'cells of blast fields, test part', truth: 'blast-like', items: await label(blasts) },
    {
      name: 'the same in the colours of TXL-PBC pictures of the validation part',
      truth: 'blast-like',
      items: recoloured,
    },
  ];
  const measured: OtherSource[] = [];
  for (const { name, truth, items } of sets) {
    const { proposed, failures } = await evaluateItems(
      folder.compute,
      { items, modelFolder, engine: 'fp32' },
      options,
    );
    const [failure] = failures;
    if (failure !== undefined) throw new LabError('dataset-invalid', failure.message);
    measured.push({ name, truth, ...(truth === 'benign' ? proposed.benign : proposed.blast) });
  }
  const pictures = await proposeForPictures(
    folder.compute,
    { pictureFolder: join(folder.dataFolder, 'wbc-masks'), workFolder: folder.workFolder, modelFolder },
    options,
  );
  const ofPictures: OtherSource = {
    name: 'wbc-masks: pictures of single white cells, in other stains and by another camera, nothing of which was learned; cells and scale found by the program',
    truth: 'benign',
    ...pictures,
  };
  return measured.toSpliced(2, 0, ofPictures);
}

/** Without the items of pictures that look like a learned one. */
async function dropResembling(
  compute: ComputeClient,
  items: readonly DatasetItem[],
  given: { readonly learned: readonly DatasetItem[]; readonly options: ReproductionOptions },
): Promise<readonly DatasetItem[]> {
  const hashesOf = async (some: readonly DatasetItem[]) => {
    const { contents, hashes, problems } = await describeItems(compute, some, given.options);
    const [first] = problems;
    if (first !== undefined)
      throw new LabError(
        'dataset-invalid',
        `${problems.length} pictures cannot be read; the first: ${first.message} Figures on the others would not be those of the plan.`,
      );
    return new Map(
      [...contents].flatMap(([file, content]) => {
        const hash = hashes.get(content);
        return hash === undefined ? [] : [[file, hash] as const];
      }),
    );
  };
  const known = [...(await hashesOf(given.learned)).values()];
  const asked = [...(await hashesOf(items))];
  const packed = packHashes([...known, ...asked.map(([, hash]) => hash)]);
  const unlike = asked.filter((_, at) =>
    listNearBefore(packed, known.length + at).every(({ first }) => first >= known.length),
  );
  const kept = new Set(unlike.map(([file]) => file));
  return items.filter(({ file }) => kept.has(file));
}
