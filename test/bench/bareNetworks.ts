import { createInterface } from 'node:readline';
import { z } from 'zod';
import { findCellFinderFolder } from '../../main/compute/findCellFinderFolder.ts';
import { createLoadedModels, type LoadedModels } from '../../main/compute/loadedModels.ts';
import { scanSlide } from '../../main/compute/scanSlide.ts';
import { fieldsAhead } from '../../main/compute/searchField.ts';
import type { CellFinder } from '../../main/detection/cellFinder.ts';
import type { RgbRaster } from '../../main/domain/raster.ts';
import { runAhead } from '../../main/domain/runAhead.ts';
import type { Classifier } from '../../main/network/classifier.ts';
import { loadCellFinder } from '../../main/network/detector.ts';

/* The bare networks of the batch bench, in a process of their own. Reads one JSON line, the slides, scans them once by the
 * program's own code and keeps what went into the networks; answers with the number of cells. Then each line, which names
 * engines, is answered with the seconds that the networks alone take in them on all that was kept, the first slide left out. */

const roundSchema = z.object({ engines: z.enum(['chosen', 'tensorflow']) });
const jobSchema = z.object({ slides: z.array(z.string()), modelFolder: z.string() });

/** What went into a network at one call. */
type Kept =
  | { readonly kind: 'image'; readonly image: RgbRaster }
  | { readonly kind: 'crops'; readonly images: Uint8Array; readonly count: number };

/** The program's networks, which keep what they are given. */
function keeping(models: LoadedModels, kept: Kept[]): LoadedModels {
  return {
    cellFinder: async () => {
      const finder = await models.cellFinder();
      const findCells: CellFinder['findCells'] = (image) => {
        kept.push({ kind: 'image', image });
        return finder.findCells(image);
      };
      return { ...finder, findCells };
    },
    classifier: async (folder, engine) => {
      const classifier = await models.classifier(folder, engine);
      const classifyImages: Classifier['classifyImages'] = (images, count) => {
        kept.push({ kind: 'crops', images: images.slice(), count });
        return classifier.classifyImages(images, count);
      };
      return { ...classifier, classifyImages };
    },
  };
}

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const { slides, modelFolder } = jobSchema.parse(JSON.parse(String((await lines.next()).value)));
const models = createLoadedModels();
const kept: Kept[] = [];
let cellCount = 0;
for (const [at, path] of slides.entries()) {
  const work: Kept[] = [];
  const { cells } = await scanSlide(
    {
      slide: { name: String(at), path, kind: 'field-folder' },
      ...{ modelFolder, redCellDiameterPx: undefined, cellGoal: undefined },
    },
    {
      ...{ models: keeping(models, work), signal: new AbortController().signal },
      onProgress: () => undefined,
    },
  );
  cellCount += cells.length;
  if (at > 0) kept.push(...work);
}
say({ cells: cellCount });
const networks = {
  /** as a scan chooses them */
  chosen: { finder: await models.cellFinder(), classifier: await models.classifier(modelFolder) },
  /** the reference: both in float32 */
  tensorflow: {
    finder: await loadCellFinder(await findCellFinderFolder()),
    classifier: await models.classifier(modelFolder, 'fp32'),
  },
};
for await (const line of { [Symbol.asyncIterator]: () => lines }) {
  const { finder, classifier } = networks[roundSchema.parse(JSON.parse(line)).engines];
  const startedAt = performance.now();
  const run = async (one: Kept) => {
    if (one.kind === 'image') await finder.findCells(one.image);
    else await classifier.classifyImages(one.images, one.count);
  };
  // as many at once as a scan has under way
  for await (const _done of runAhead(kept, fieldsAhead, run));
  say({ seconds: (performance.now() - startedAt) / 1000 });
}
process.exit(0);

function say(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
