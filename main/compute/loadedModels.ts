import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CellFinder } from '../detection/cellFinder.ts';
import { type Classifier, loadClassifier } from '../network/classifier.ts';
import { findCellFinderFolder } from './findCellFinderFolder.ts';

/** The networks that this compute process holds, each loaded once. */
export interface LoadedModels {
  /** @throws LabError 'model-unknown' | 'model-corrupt' | 'model-shape-mismatch' */
  readonly classifier: (modelFolder: string) => Promise<Classifier>;
  /** @throws LabError 'model-unknown' | 'model-corrupt' */
  readonly cellFinder: () => Promise<CellFinder>;
}

/** A process works with one or two classifiers; older ones give their memory back. */
const keptClassifiers = 3;

/** A classifier is known by its folder and its card, so that one trained anew into the same folder is never
 *  mistaken for the old one. */
export function createLoadedModels(): LoadedModels {
  const classifiers = new Map<string, Promise<Classifier>>();
  let cellFinder: Promise<CellFinder> | undefined;
  return {
    classifier: async (modelFolder) => {
      const key = `${modelFolder}\0${await hashCard(modelFolder)}`;
      const classifier = classifiers.get(key) ?? loadClassifier(modelFolder);
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

/** Its code is loaded when it is wanted: training and evaluation need none of it. */
async function loadNewestCellFinder(): Promise<CellFinder> {
  const [{ loadCellFinder }, folder] = await Promise.all([
    import('../network/detector.ts'),
    findCellFinderFolder(),
  ]);
  return loadCellFinder(folder);
}

/** An unreadable card is told by the loader, which says more. */
async function hashCard(modelFolder: string): Promise<string> {
  const card = await readFile(join(modelFolder, 'card.json')).catch(() => Buffer.alloc(0));
  return createHash('sha256').update(card).digest('hex');
}

/** Map keeps the order of use: the first is the one unused for longest. */
function disposeOldest(classifiers: Map<string, Promise<Classifier>>): void {
  for (const [key, classifier] of classifiers) {
    if (classifiers.size <= keptClassifiers) return;
    classifiers.delete(key);
    classifier.then((one) => one.dispose()).catch(() => undefined);
  }
}
