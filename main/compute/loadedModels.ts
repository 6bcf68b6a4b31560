import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CellFinder } from '../detection/cellFinder.ts';
import type { EngineChoice } from '../domain/engine.ts';
import type { Classifier } from '../network/classifier.ts';
import { int8FolderName } from '../network/int8Copy.ts';
import { openClassifier } from '../network/openClassifier.ts';
import { findCellFinderFolder } from './findCellFinderFolder.ts';

/** The networks that this compute process holds, each loaded once. */
export interface LoadedModels {
  /** @param engine undefined: what suits model and machine
   *  @throws LabError 'model-unknown' | 'model-corrupt' | 'model-shape-mismatch' | 'engine-unavailable' */
  readonly classifier: (modelFolder: string, engine?: EngineChoice) => Promise<Classifier>;
  /** @throws LabError 'model-unknown' | 'model-corrupt' */
  readonly cellFinder: () => Promise<CellFinder>;
}

/** A process works with one or two classifiers; older ones give their memory back. */
const keptClassifiers = 3;

/** A classifier is known by its folder, its cards and the engine asked for, so that one trained anew into the same
 *  folder, or a copy made anew, is never mistaken for the old one. */
export function createLoadedModels(): LoadedModels {
  const classifiers = new Map<string, Promise<Classifier>>();
  let cellFinder: Promise<CellFinder> | undefined;
  return {
    classifier: async (modelFolder, engine = 'auto') => {
      const key = `${modelFolder}\0${engine}\0${await hashCards(modelFolder)}`;
      const classifier = classifiers.get(key) ?? load(modelFolder, engine);
      classifiers.delete(key);
      classifiers.set(key, classifier);
      classifier.catch(() => classifiers.delete(key));
      disposeOldest(classifiers);
      return classifier;
    },
    cellFinder: () => {
      cellFinder ??= loadNewestCellFinder();
      cellFinder.catch(() => {
        cellFinder = undefined;
      });
      return cellFinder;
    },
  };
}

async function load(modelFolder: string, engine: EngineChoice): Promise<Classifier> {
  const { classifier, ...chosen } = await openClassifier(modelFolder, engine);
  warnOfBrokenCopy(modelFolder, chosen);
  return classifier;
}

/** A copy that cannot be used costs speed only: a line in the log, and float32. */
function warnOfBrokenCopy(
  modelFolder: string,
  { note, isCopyBroken }: { readonly note: string | undefined; readonly isCopyBroken: boolean },
): void {
  if (isCopyBroken)
    process.stderr.write(`warning: ${basename(modelFolder)} runs in float32, more slowly: ${note}\n`);
}

/** Its code is loaded when it is wanted: training and evaluation need none of it. */
async function loadNewestCellFinder(): Promise<CellFinder> {
  const [{ openCellFinder }, folder] = await Promise.all([
    import('../network/openCellFinder.ts'),
    findCellFinderFolder(),
  ]);
  const finder = await openCellFinder(folder);
  warnOfBrokenCopy(folder, finder);
  return finder;
}

/** An unreadable card is told by the loader, which says more. */
async function hashCards(modelFolder: string): Promise<string> {
  const names = ['card.json', join(int8FolderName, 'engine.json')];
  const cards = await Promise.all(
    names.map((name) => readFile(join(modelFolder, name)).catch(() => Buffer.alloc(0))),
  );
  const hash = createHash('sha256');
  for (const card of cards) hash.update(`${card.byteLength} `).update(card);
  return hash.digest('hex');
}

/** Map keeps the order of use: the first is the one unused for longest. */
function disposeOldest(classifiers: Map<string, Promise<Classifier>>): void {
  for (const [key, classifier] of classifiers) {
    if (classifiers.size <= keptClassifiers) return;
    classifiers.delete(key);
    classifier.then((one) => one.dispose()).catch(() => undefined);
  }
}
