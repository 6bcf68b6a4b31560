import { expect, test } from 'vitest';
import { openSlideLibraryPath } from '../../main/setup/runtimePaths.ts';
import { setUpRuntimes } from '../../main/setup/setUpRuntimes.ts';
import { readOpenSlideVersion } from '../../main/slides/openslide/openSlideLibrary.ts';

async function setUp(): Promise<readonly string[]> {
  const logged: string[] = [];
  await setUpRuntimes({ log: (line) => logged.push(line), terminal: { write: () => true } });
  return logged;
}

test('a second set-up does nothing and says so, and the libraries load', async () => {
  await setUp();
  expect(await setUp()).toEqual([expect.stringMatching(/^Runtimes are ready: tensorflow-/)]);
  expect(readOpenSlideVersion(openSlideLibraryPath())).toMatch(/^4\.0\./);
});
