import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { hashSlide } from '../../../main/slides/hashSlide.ts';
import { createHashAhead } from '../../../main/workflows/hashAhead.ts';
import { aTempFolder } from '../setup/aTempFolder.ts';

async function aSlide(content: string) {
  const path = join(await aTempFolder(), 'smear.svs');
  await writeFile(path, content);
  return { name: 'smear.svs', path, kind: 'image-file' } as const;
}

function anAhead() {
  const ahead = createHashAhead();
  onTestFinished(() => ahead.dispose());
  return ahead;
}

const never = new AbortController().signal;

test('a slide that was read ahead has the hash that it has', async () => {
  const ahead = anAhead();
  const entry = await aSlide('one');
  const wanted = await hashSlide(entry);
  ahead.begin(entry);
  expect(await ahead.take(entry, never)).toEqual(wanted);
  // and again, when nothing was begun
  expect(await ahead.take(entry, never)).toEqual(wanted);
});

test('one that has changed since is read again', async () => {
  const ahead = anAhead();
  const entry = await aSlide('one');
  ahead.begin(entry);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await writeFile(entry.path, 'two');
  await utimes(entry.path, new Date(), new Date(Date.now() + 10_000));
  expect(await ahead.take(entry, never)).toEqual(await hashSlide(entry));
});

test('another slide than the one that was expected is read then and there', async () => {
  const ahead = anAhead();
  const [first, second] = [await aSlide('one'), await aSlide('two')];
  ahead.begin(first);
  expect(await ahead.take(second, never)).toEqual(await hashSlide(second));
});

test('what is wrong with a slide is told when its turn comes, and a scan that is called off reads nothing', async () => {
  const ahead = anAhead();
  const gone = { name: 'gone.svs', path: join(await aTempFolder(), 'gone.svs'), kind: 'image-file' } as const;
  ahead.begin(gone);
  await expect(ahead.take(gone, never)).rejects.toMatchObject({ code: 'file-missing' });
  const entry = await aSlide('one');
  ahead.begin(entry);
  await expect(ahead.take(entry, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
});
