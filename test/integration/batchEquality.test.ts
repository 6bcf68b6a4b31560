import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aBatch, cellsIn } from '../helpers/aBatch.ts';
import { aLabStation } from '../helpers/aLabStation.ts';
import { aScratchFolder } from '../helpers/aSmearFolder.ts';
import { drawOnce, type ScanMaterial } from '../helpers/drawOnce.ts';
import { runLab, startLab } from '../helpers/runLab.ts';

let material: ScanMaterial;
beforeAll(async () => {
  material = await drawOnce();
});
afterAll(() => material.dispose());

test('a slide has the same cells and probabilities in a batch, alone, in the app, and after a kill', async () => {
  const counts = { a: 2, b: 6, c: 1 };
  const { slides, database, db, batch } = await aBatch(material, counts);
  await batch('add', slides);
  expect(await runLab(['batch', 'run', ...db])).toMatchObject({ code: 0 });
  const inBatch = cellsIn(database);
  expect(inBatch.length).toBeGreaterThan(10);

  const folder = await aScratchFolder();
  const alone = await Promise.all(
    Object.keys(counts).map(async (name) => {
      const own = join(folder, `${name}.db`);
      const onlyIt = await aScratchFolder();
      await cp(join(slides, name), join(onlyIt, name), { recursive: true });
      const scanned = await runLab(['scan', onlyIt, '--db', own]);
      expect(scanned.code, scanned.stderr).toBe(0);
      return cellsIn(own);
    }),
  );
  expect(alone.flat()).toEqual(inBatch);

  const station = await aLabStation();
  await station.addSlides([slides]);
  await station.whenScanned();
  await station.client.dispose();
  expect(cellsIn(station.databasePath)).toEqual(inBatch);

  const killed = join(folder, 'killed.db');
  await runLab(['batch', 'add', slides, '--db', killed]);
  const running = startLab(['batch', 'run', '--db', killed, '--events']);
  await running.waitFor('"state":"done"');
  running.process.kill('SIGKILL');
  await running.exit;
  expect(await runLab(['batch', 'run', '--db', killed])).toMatchObject({ code: 0 });
  expect(cellsIn(killed)).toEqual(inBatch);
});
