import { appendFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { countWaitingScans } from '../../../main/database/scanJobs.ts';
import { listSlides } from '../../../main/database/slides.ts';
import { watchFolders } from '../../../main/workflows/watchFolders.ts';
import { aScratchFolder } from '../../helpers/aSmearFolder.ts';
import { openTempDatabase } from '../../helpers/openTempDatabase.ts';

/** A lab that watches a folder, with slides taken after 150 ms. */
async function aWatchedFolder({ isPolling = false, folder = '' } = {}) {
  const watched = folder === '' ? await aScratchFolder() : folder;
  const db = openTempDatabase();
  const problems: (string | undefined)[] = [];
  const watch = watchFolders(
    db,
    {
      ...{ folders: [watched], priority: 'background', cellGoal: undefined, stableMs: 150, isPolling },
      onAdded: () => undefined,
      onProblem: (_, problem) => problems.push(problem),
    },
    { lookEveryMs: 20, sweepEveryMs: 400 },
  );
  onTestFinished(() => watch.dispose());
  await watch.ready;
  const names = () => listSlides(db).map(({ name }) => name);
  return { db, watched, names, problems };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.each([true, false])('looking by the clock alone: %s', (isPolling) => {
  test('a slide that is copied in is taken once, when it does not grow any more', async () => {
    const { db, watched, names } = await aWatchedFolder({ isPolling });
    const path = join(watched, 'smear.jpg');
    for (let part = 0; part < 6; part += 1) {
      await appendFile(path, `part ${part}`);
      expect(names()).toEqual([]);
      await pause(60);
    }
    await until(() => names().length > 0);
    await pause(300);
    expect(names()).toEqual(['smear.jpg']);
    expect(countWaitingScans(db)).toBe(1);
  });
});

test('a folder of fields waits for its last field; what is being written is left alone', async () => {
  const { watched, names } = await aWatchedFolder();
  const smear = join(watched, 'smear-1');
  await mkdir(smear);
  await writeFile(join(smear, 'field-1.jpg'), 'one');
  await writeFile(join(smear, 'field-2.jpg.part'), 'tw');
  await writeFile(join(watched, 'other.svs.crdownload'), 'half');
  await pause(500);
  expect(names()).toEqual([]);
  await rename(join(smear, 'field-2.jpg.part'), join(smear, 'field-2.jpg'));
  await until(() => names().length > 0);
  expect(names()).toEqual(['smear-1']);
});

test('a folder that is not there, goes away and comes back is watched on, and it is told', async () => {
  const parent = await aScratchFolder();
  const { watched, names, problems } = await aWatchedFolder({ folder: join(parent, 'share') });
  expect(problems).toEqual([expect.stringContaining('share')]);
  await mkdir(watched);
  await writeFile(join(watched, 'a.jpg'), 'a');
  await until(() => names().length === 1);
  await rename(watched, join(parent, 'gone'));
  await until(() => problems.length === 3);
  expect(problems).toEqual([expect.any(String), undefined, expect.any(String)]);
  await rename(join(parent, 'gone'), watched);
  await writeFile(join(watched, 'b.jpg'), 'b');
  await until(() => names().length === 2);
  await rm(join(watched, 'a.jpg'));
  await pause(500);
  expect(names().toSorted()).toEqual(['a.jpg', 'b.jpg']);
});
