import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writePng } from '../../../../main/slides/writeImage.ts';
import { aTempFolder } from '../../setup/aTempFolder.ts';

/** A picture of a dataset under test: its size; two of one shade are byte for byte the same. */
export interface APicture {
  readonly widthPx?: number;
  readonly heightPx?: number;
  readonly shade?: number;
}

/** A dataset folder, gone when the test ends: files of text, and pictures. */
export async function aDatasetFolder(files: Readonly<Record<string, string | APicture>>): Promise<string> {
  const folder = await aTempFolder();
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    if (typeof content === 'string') await writeFile(path, content);
    else {
      const { widthPx = 100, heightPx = 80, shade = 200 } = content;
      await writePng({ widthPx, heightPx, data: new Uint8Array(widthPx * heightPx * 3).fill(shade) }, path);
    }
  }
  return folder;
}
