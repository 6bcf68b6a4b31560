import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LabError } from '../../main/domain/labError.ts';
import { createRandom, type Random } from '../../main/domain/randomNumbers.ts';
import type { SlideEntry } from '../../main/domain/slide.ts';
import { createSlideReaders, type SlideReaders } from '../../main/slides/reader/readerClient.ts';
import { aScratchFolder } from '../helpers/aSmearFolder.ts';
import { mutateBytes } from '../helpers/mutateBytes.ts';
import { type SlideSeed, slideSeeds } from '../helpers/slideSeeds.ts';

const caseCount = Number(process.env.BLASTSCOPE_FUZZ_CASES ?? 2000);
const firstSeed = Number(process.env.BLASTSCOPE_FUZZ_SEED ?? 1);
/** As many as read a station's slides at once. */
const sideBySide = 3;

/** How one damaged slide ended: 'valid', or the code of a LabError. Anything else is thrown. */
type Ending = string;

test(`${caseCount} damaged slides, over all readers, each end in a reason or a valid slide`, async () => {
  const folder = await aScratchFolder();
  const seeds = await slideSeeds();
  // no case may take more than 5 s, and no reader more than 1 GB: the clients' own limits end it otherwise
  const readers = createSlideReaders({
    openTimeoutMs: 5000,
    requestTimeoutMs: 5000,
    memoryLimitBytes: 1e9,
    slidesPerProcess: 50,
  });
  const endings = new Map<Ending, string[]>();
  let next = 0;
  const work = async () => {
    while (next < caseCount) {
      const number = next++;
      const seed = seeds[number % seeds.length];
      if (seed === undefined) throw new Error('There are no seeds');
      const label = `${firstSeed + number}:${seed.name}`;
      const entry = await writeCase(join(folder, String(number)), seed, createRandom(firstSeed + number));
      const ending = await readWhole(entry, readers).catch((error: unknown) => {
        if (error instanceof LabError) return error.code;
        throw new Error(`The damaged slide ${label} ended in a bug`, { cause: error });
      });
      endings.set(ending, [...(endings.get(ending) ?? []), label]);
      await rm(join(folder, String(number)), { recursive: true, force: true });
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, work)).finally(() => readers.dispose());
  const counts = Object.fromEntries([...endings].map(([ending, labels]) => [ending, labels.length]));
  process.stderr.write(`fuzz: ${JSON.stringify(counts)}\n`);
  const lost = endings.get('slide-reader-lost') ?? [];
  if (lost.length > 0) process.stderr.write(`fuzz: readers lost over ${lost.slice(0, 20).join(' ')}\n`);
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(caseCount);
  // the mutations are neither so weak that nothing breaks nor so strong that nothing is read
  expect(endings.get('valid')?.length ?? 0).toBeGreaterThan(caseCount / 20);
  expect(endings.get('slide-unreadable')?.length ?? 0).toBeGreaterThan(caseCount / 20);
  // a crash, a hang or a full memory costs that slide only, and is the exception
  expect(lost.length).toBeLessThanOrEqual(caseCount / 100);
});

async function writeCase(folder: string, seed: SlideSeed, random: Random): Promise<SlideEntry> {
  await mkdir(folder);
  const isFolder = seed.kind === 'field-folder';
  const damaged = isFolder ? Math.floor(random() * seed.files.size) : 0;
  for (const [index, [name, bytes]] of [...seed.files].entries())
    await writeFile(join(folder, name), index === damaged ? mutateBytes(bytes, random) : bytes);
  return { name: seed.name, kind: seed.kind, path: isFolder ? folder : join(folder, seed.name) };
}

/** Does with a slide what a viewer and a scan do: opens it, looks at each level, a tile and its other pictures. */
async function readWhole(entry: SlideEntry, readers: SlideReaders): Promise<Ending> {
  const reader = await readers.open(entry);
  try {
    const { info } = reader;
    expect(info.widthPx * info.heightPx).toBeGreaterThan(0);
    await reader.checkReadable();
    for (const [level, { widthPx, heightPx }] of info.levels.entries()) {
      const size = { widthPx: Math.min(300, widthPx), heightPx: Math.min(300, heightPx) };
      const pixels = await reader.readRegion({ level, xPx: 0, yPx: 0, ...size });
      expect(pixels.data.length).toBe(size.widthPx * size.heightPx * 3);
    }
    const tile = { tilePx: 256, overlapPx: 1, quality: 85, column: 0, row: 0 } as const;
    const finest = Math.ceil(Math.log2(Math.max(info.widthPx, info.heightPx)));
    const { jpeg } = await reader.renderTile({ ...tile, level: finest });
    expect([...jpeg.subarray(0, 2)]).toEqual([0xff, 0xd8]);
    for (const { name } of info.associatedImages) await reader.readAssociatedImage(name);
    return 'valid';
  } finally {
    await reader.dispose();
  }
}
