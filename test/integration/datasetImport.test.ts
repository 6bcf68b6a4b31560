import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDatasetList } from '../../main/workflows/readDatasetList.ts';
import { aScannedLab, reviewAll } from '../helpers/aReviewedLab.ts';
import { aScratchFolder } from '../helpers/aSmearFolder.ts';
import { dataFolder, isDataMissing } from '../helpers/dataFolder.ts';
import { parseLines, runLab } from '../helpers/runLab.ts';

/** @returns the summary, and the lines of the list */
async function importAs(format: string, name: string, ...more: readonly string[]) {
  const out = join(await aScratchFolder(), 'list.jsonl');
  const { code, stdout, stderr } = await runLab([
    ...['dataset', 'import', '--json', '--format', format, '--from', dataFolder(name), '--out', out, ...more],
  ]);
  expect([code, stderr.includes('error')], stderr).toEqual([0, false]);
  return { summary: parseLines(stdout)[0], out };
}

describe.skipIf(isDataMissing('txl-pbc'))('txl-pbc', () => {
  test('gives every white cell that its labels count, with a scale from its red cells', async () => {
    const { summary } = await importAs('yolo', 'txl-pbc', '--class', 'WBC=benign', '--red-cell-class', 'RBC');
    // counted in its label files: 1360 lines of class 0, 775 of class 2; 6 pictures have no white cell
    expect(summary).toMatchObject({
      ...{ itemCount: 1360, pictureCount: 1290, problemCount: 0, measuredCount: 1290 },
      leftOut: [{ className: 'Platelets', count: 775 }],
    });
  });
});

describe.skipIf(isDataMissing('bccd'))('bccd', () => {
  test('gives its 372 white cells, and names the two boxes without a size', async () => {
    const { summary } = await importAs('voc', 'bccd', '--class', 'WBC=benign', '--red-cell-class', 'RBC');
    expect(summary).toMatchObject({
      ...{ itemCount: 372, pictureCount: 358, problemCount: 2 },
      problems: [
        { file: expect.stringContaining('BloodImage_00338.xml') },
        { file: expect.stringContaining('BloodImage_00343.xml') },
      ],
    });
  });
});

describe.skipIf(isDataMissing('c-nmc-samples'))('c-nmc-samples', () => {
  test('gives patients as groups; its folders say nothing without a class', async () => {
    const { out } = await importAs('c-nmc', 'c-nmc-samples', '--class', 'hem=benign', 'all=pre-b');
    const lines = parseLines(await readFile(out, 'utf8'));
    expect(lines.map(({ cellClass, group }) => [cellClass, group])).toEqual([
      ['pre-b', 'patient 1'],
      ['pre-b', 'patient 53'],
      ['benign', 'patient H10'],
      ['benign', 'patient H3'],
    ]);
  });
});

describe.skipIf(isDataMissing('kaggle-all'))('kaggle-all', () => {
  test('leaves out exact copies and keeps twins together', async () => {
    const { summary, out } = await importAs('kaggle-all', 'kaggle-all', '--column', 'stain_fold');
    const splits = (await readFile(join(dataFolder('kaggle-all'), 'splits.tsv'), 'utf8'))
      .trim()
      .split('\n')
      .slice(1);
    const copies = splits.filter((line) => line.split('\t')[3] === '1').length;
    expect(summary).toMatchObject({
      itemCount: splits.length - copies,
      exactCopyCount: copies,
      problemCount: 0,
    });
    const groups = Map.groupBy(parseLines(await readFile(out, 'utf8')), ({ group }) => group);
    expect([...groups.values()].filter((group) => group.length > 1).length).toBeGreaterThan(30);
  });

  test('the cells of its fields become items that keep label and group', async () => {
    const folder = await aScratchFolder();
    const [list, cells] = [join(folder, 'fields.jsonl'), join(folder, 'cells.jsonl')];
    const fields = ['Benign/WBC-Benign-001.jpg', 'Benign/WBC-Benign-002.jpg', 'gone.jpg'].map((name) =>
      JSON.stringify({
        file: join(dataFolder('kaggle-all'), name),
        cellClass: 'benign',
        group: `twins of ${name}`,
      }),
    );
    await writeFile(list, fields.join('\n'));
    const { code, stderr } = await runLab(['dataset', 'cells', '--from', list, '--out', cells]);
    // a field that is gone is told, and the others are there
    expect([code, stderr]).toEqual([1, expect.stringContaining('left out:')]);
    const items = parseLines(await readFile(cells, 'utf8'));
    expect(items.length).toBeGreaterThan(2);
    expect(items).toEqual(
      items.map(() =>
        expect.objectContaining({
          cellClass: 'benign',
          group: expect.stringMatching(/^twins of/),
          cell: expect.objectContaining({ widthPx: expect.any(Number) }),
          redCellDiameterPx: expect.any(Number),
        }),
      ),
    );
    const isInCorner = ({ xPx, widthPx, yPx, heightPx }: Record<string, number>) =>
      (xPx ?? 0) + (widthPx ?? 0) > 224 * 0.84 && (yPx ?? 0) + (heightPx ?? 0) > 224 * 0.84;
    expect(items.filter(({ cell }) => isInCorner(cell as Record<string, number>))).toEqual([]);
  });
});

test('reviewed cells become pictures with a list, the slide as their group; what is open is named by next', async () => {
  const { db, folders, slideIds } = await aScannedLab({ slideCount: 3, cellsPerSlide: 8 });
  const [open, ...reviewed] = slideIds;
  reviewAll(db, reviewed);
  db.close();
  const place = await aScratchFolder();
  const [database, out] = [join(folders.data, 'lab.db'), join(place, 'list.jsonl')];
  const importAgain = ['dataset', 'import', '--format', 'reviews', '--db', database, '--out', out];
  expect((await runLab(importAgain)).code).toBe(0);
  const items = parseLines(await readFile(out, 'utf8'));
  expect(items).toHaveLength(16);
  expect(new Set(items.map(({ group }) => group)).size).toBe(2);
  // a red cell is 3 px wide in these slides
  expect(items[0]).toMatchObject({ file: expect.stringMatching(/^list-cells\/.*png$/), source: 'reviews' });
  expect(Number(items[0]?.redCellDiameterPx)).toBeCloseTo(3, 0);
  const parts = await readDatasetList([out], { fold: undefined, seed: 1 }).catch(
    (error: Error) => error.message,
  );
  // two slides are too few to hold one back for validation and one for test
  expect(parts).toMatch(/part has no item of/);
  expect(await runLab(importAgain)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('output-exists'),
  });

  const next = await runLab(['next', '--db', database, '--count', '5', '--json']);
  expect(parseLines(next.stdout).map(({ slide }) => slide)).toEqual(
    Array.from({ length: 5 }, () => ({ id: open, name: 'smear-1' })),
  );
  const table = await runLab(['next', '--db', database, '--count', '2']);
  expect(table.stdout).toMatch(
    /^cell +slide +field +the model says +probability\n *\d+ +smear-1 +field-1\.png/,
  );
});

test('a mapping to no class of the lab is an error of the command line', async () => {
  const { code, stderr } = await runLab([
    ...['dataset', 'import', '--format', 'yolo', '--from', '.', '--out', 'x.jsonl', '--class', 'WBC=white'],
  ]);
  expect([code, stderr]).toEqual([2, expect.stringContaining('Classes: benign, early-pre-b, pre-b, pro-b')]);
  expect(existsSync('x.jsonl')).toBe(false);
});
