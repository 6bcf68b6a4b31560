import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { ComputeClient } from '../../compute/computeClient.ts';
import { LabError } from '../../domain/labError.ts';
import { countProposals, type ProposalCounts } from '../../domain/proposalCounts.ts';

/** What a model proposes for pictures of normal white cells that carry no boxes and no scale: both are found by the program,
 *  as if the pictures were the fields of one slide. Masks, PNG files beside them, are left out.
 *  @param given.workFolder holds copies of the pictures meanwhile
 *  @throws LabError 'dataset-invalid' for a picture that cannot be read; as scanSlide */
export async function proposeForPictures(
  compute: ComputeClient,
  given: { readonly pictureFolder: string; readonly workFolder: string; readonly modelFolder: string },
  options: { readonly signal: AbortSignal },
): Promise<ProposalCounts> {
  const { pictureFolder, workFolder, modelFolder } = given;
  const path = await mkdtemp(join(workFolder, 'pictures-'));
  try {
    for (const name of await readdir(pictureFolder))
      if (['.bmp', '.jpg'].includes(extname(name).toLowerCase()))
        await cp(join(pictureFolder, name), join(path, name));
    const { cells, failures } = await compute.run(
      'scanSlide',
      {
        ...{
          slide: { name: 'pictures', path, kind: 'field-folder' as const },
          modelFolder,
          engine: 'fp32' as const,
        },
        ...{ redCellDiameterPx: undefined, pixelSizeUm: undefined, cellGoal: undefined },
      },
      options,
    );
    const [failure] = failures;
    if (failure !== undefined) throw new LabError('dataset-invalid', failure.message);
    const proposals = cells.map(({ cellClass }) => cellClass);
    return countProposals(
      proposals.map(() => ({ cellClass: 'benign' as const })),
      proposals,
    ).benign;
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}
