import { createWriteStream, existsSync, readdirSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { type ComputeClient, createComputeClient } from '../../main/compute/computeClient.ts';
import { listAudit } from '../../main/database/audit.ts';
import { updateSettings } from '../../main/database/settings.ts';
import { exportModel } from '../../main/workflows/exportModel.ts';
import { hashFile } from '../../main/workflows/hashFile.ts';
import { importModel } from '../../main/workflows/importModel.ts';
import { judgeModel } from '../../main/workflows/judgeModel.ts';
import { aScratchFolder } from '../helpers/aSmearFolder.ts';
import { writeTinyModel } from '../helpers/aTinyModel.ts';
import { openTempDatabase } from '../helpers/openTempDatabase.ts';

const name = 'tiny-0.0.1';

let compute: ComputeClient;
beforeAll(() => {
  compute = createComputeClient();
});
afterAll(() => compute.dispose());

/** A station with one tiny model of its own. */
async function aStation(seeds: readonly number[] = [1]) {
  const data = await aScratchFolder();
  const ownFolder = join(data, 'models');
  for (const seed of seeds) await writeTinyModel(join(ownFolder, `tiny-0.0.${seed}`), seed);
  const db = openTempDatabase(join(data, 'lab.db'));
  updateSettings(db, { person: { name: 'Ada', role: 'model-steward' } });
  return {
    ...{ data, ownFolder, db },
    exportTo: (out: string) =>
      exportModel({ compute, ownFolder }, { fullName: name, out: join(data, out), mayReplace: false }),
    importFrom: (path: string) => importModel({ db, compute, ownFolder }, { path, person: 'Ada' }),
    installed: () => (existsSync(ownFolder) ? readdirSync(ownFolder) : []),
  };
}

/** A bundle as a folder, changed by `damage`, and a station that is to import it. */
async function aDamagedBundle(damage: (folder: string) => Promise<void>, seeds: readonly number[] = []) {
  const { exportTo } = await aStation();
  const { path } = await exportTo('bundle');
  await damage(path);
  return { path, station: await aStation(seeds) };
}

interface Manifest {
  schemaVersion: number;
  model: { classes: string[]; name: string };
  files: { path: string; sizeBytes: number; sha256: string }[];
  testVectors: { weightsSha256: string; vectors: { probabilities: Record<string, number> }[] };
}

async function changeManifest(folder: string, change: (manifest: Manifest) => void): Promise<void> {
  const path = join(folder, 'bundle.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Manifest;
  change(manifest);
  await writeFile(path, JSON.stringify(manifest));
}

/** Another file with a manifest that agrees. */
async function replaceFile(folder: string, path: string, content: string | Buffer): Promise<void> {
  await writeFile(join(folder, path), content);
  const sha256 = await hashFile(join(folder, path));
  await changeManifest(folder, ({ files }) => {
    const listed = files.find((file) => file.path === path);
    if (listed === undefined) throw new Error(`The bundle has no ${path}`);
    Object.assign(listed, { sha256, sizeBytes: Buffer.byteLength(content) });
  });
}

test.each(['tiny.zip', 'tiny'])(
  'a model goes from one station to another as %s, and gives there what it gave',
  async (out) => {
    const from = await aStation();
    const folder = join(from.ownFolder, name);
    await mkdir(join(folder, 'int8'));
    await writeFile(join(folder, 'int8', 'weights.bin'), 'eight bits');
    await mkdir(join(folder, 'checkpoint'));
    await writeFile(join(folder, 'checkpoint', 'state.json'), '{}');
    const exported = await from.exportTo(out);
    expect(exported.files.map(({ path }) => path)).toEqual([
      ...['card.json', 'int8/weights.bin', 'model.json', 'weights.bin'],
    ]);
    const to = await aStation([]);
    const imported = await to.importFrom(exported.path);
    expect(imported).toMatchObject({ fullName: name, sha256: exported.sha256, isNew: true });
    expect(to.installed()).toEqual([name]);
    for (const { path } of exported.files)
      expect(await hashFile(join(imported.folder, path))).toBe(await hashFile(join(folder, path)));
    expect(listAudit(to.db).at(-1)).toMatchObject({ actor: 'Ada', action: 'model-imported', subject: name });
    // its test vectors came along: the gate checks them, and the next station gets the same
    const folders = { models: to.ownFolder, controlSets: join(to.data, 'control-sets') };
    const gate = { db: to.db, compute, folders };
    expect(await judgeModel(gate, name, { person: 'Ada' })).toMatchObject({ decision: 'unmeasured' });
    expect((await to.exportTo('again.zip')).files).toEqual(exported.files);
    expect(await to.importFrom(exported.path)).toMatchObject({ isNew: false });
  },
);

test('a model whose answers have changed is refused by the gate', async () => {
  const from = await aStation();
  const { path } = await from.exportTo('tiny.zip');
  const to = await aStation([]);
  const { folder } = await to.importFrom(path);
  const vectorsPath = join(folder, 'test-vectors.json');
  const vectors = JSON.parse(await readFile(vectorsPath, 'utf8')) as Manifest['testVectors'];
  Object.assign(vectors.vectors[3]?.probabilities ?? {}, { benign: 0.999 });
  await writeFile(vectorsPath, JSON.stringify(vectors));
  const folders = { models: to.ownFolder, controlSets: join(to.data, 'control-sets') };
  const gate = { db: to.db, compute, folders };
  const verdict = await judgeModel(gate, name, { person: 'Ada' });
  expect(verdict).toMatchObject({ decision: 'refused', reasons: [{ reason: 'test-vectors-differ' }] });
  expect(verdict.reasons[0]?.detail).toContain('test vector 4 of 8');
});

const damages: readonly {
  readonly what: string;
  readonly says: string;
  readonly damage: (folder: string) => Promise<void>;
  readonly seeds?: readonly number[];
}[] = [
  {
    what: 'a changed byte of the weights',
    says: 'weights.bin is not what bundle.json says (SHA-256)',
    damage: async (folder) => {
      const path = join(folder, 'weights.bin');
      const bytes = await readFile(path);
      bytes[1000] = (bytes[1000] ?? 0) ^ 1;
      await writeFile(path, bytes);
    },
  },
  {
    what: 'weights that the card does not name',
    says: 'weights.bin is not what its card says (SHA-256)',
    damage: async (folder) =>
      replaceFile(folder, 'weights.bin', Buffer.alloc((await readFile(join(folder, 'weights.bin'))).length)),
  },
  {
    what: 'weights that were cut short',
    says: 'weights.bin has 100 bytes',
    damage: (folder) => writeFile(join(folder, 'weights.bin'), Buffer.alloc(100)),
  },
  {
    what: 'a form of tomorrow',
    says: 'its form has the version 2, and this program knows 1',
    damage: (folder) =>
      changeManifest(folder, (manifest) => {
        manifest.schemaVersion = 2;
      }),
  },
  {
    what: 'no manifest',
    says: 'it has no bundle.json',
    damage: (folder) => rm(join(folder, 'bundle.json')),
  },
  {
    what: 'a manifest that is no JSON',
    says: 'bundle.json is no JSON',
    damage: (folder) => writeFile(join(folder, 'bundle.json'), '{'),
  },
  {
    what: 'a card that cannot be read',
    says: 'its card cannot be read (architecture',
    damage: async (folder) => {
      const card = JSON.parse(await readFile(join(folder, 'card.json'), 'utf8')) as Record<string, unknown>;
      await replaceFile(folder, 'card.json', JSON.stringify({ ...card, architecture: undefined }));
    },
  },
  {
    what: 'other classes',
    says: 'its classes are benign, blast',
    damage: (folder) =>
      changeManifest(folder, (manifest) => {
        manifest.model.classes = ['benign', 'blast'];
      }),
  },
  {
    what: 'classes in another order on its card',
    says: 'its classes are pro-b, pre-b, early-pre-b, benign',
    damage: async (folder) => {
      const card = JSON.parse(await readFile(join(folder, 'card.json'), 'utf8')) as { classes: string[] };
      await replaceFile(folder, 'card.json', JSON.stringify({ ...card, classes: card.classes.toReversed() }));
    },
  },
  {
    what: 'test vectors that do not come out',
    says: 'test vector 1 of 8 gives',
    damage: (folder) =>
      changeManifest(folder, ({ testVectors }) => {
        const probabilities = testVectors.vectors[0]?.probabilities ?? {};
        probabilities.benign = (probabilities.benign ?? 0) > 0.5 ? 0.1 : 0.9;
      }),
  },
  {
    what: 'a network that its weights do not fit',
    says: 'are not those of its network',
    damage: async (folder) => {
      const card = JSON.parse(await readFile(join(folder, 'card.json'), 'utf8')) as {
        architecture: { widthMultiplier: number };
      };
      card.architecture.widthMultiplier = 0.5;
      await replaceFile(folder, 'card.json', JSON.stringify(card));
    },
  },
  {
    what: 'a name that another model has here',
    says: 'tiny-0.0.1 is installed already, with other weights',
    damage: async () => undefined,
    seeds: [2],
  },
  {
    what: 'a file that is not listed',
    says: 'it holds extra.js, which bundle.json does not list',
    damage: (folder) => writeFile(join(folder, 'extra.js'), ''),
  },
  {
    what: 'a hidden file',
    says: 'it holds a file of the name ".profile"',
    damage: (folder) => writeFile(join(folder, '.profile'), ''),
  },
  {
    what: 'a missing file',
    says: 'model.json is missing',
    damage: (folder) => rm(join(folder, 'model.json')),
  },
  {
    what: 'a link',
    says: 'model.json is a link',
    damage: async (folder) => {
      await rm(join(folder, 'model.json'));
      await symlink('/etc/hostname', join(folder, 'model.json'));
    },
  },
  {
    what: 'a size that no model has',
    says: 'more than the 4194304',
    damage: (folder) => writeFile(join(folder, 'bundle.json'), ' '.repeat(5_000_000)),
  },
  {
    what: 'more files than a model has',
    says: 'a model has at most 64',
    damage: async (folder) => {
      for (let at = 0; at < 80; at += 1) await writeFile(join(folder, `file-${at}`), '');
    },
  },
];

test.each(damages)(
  'a bundle with $what is refused and leaves nothing behind',
  async ({ says, damage, seeds }) => {
    const { path, station } = await aDamagedBundle(damage, seeds);
    if (seeds !== undefined)
      await rename(join(station.ownFolder, 'tiny-0.0.2'), join(station.ownFolder, name));
    if (seeds !== undefined) {
      const card = join(station.ownFolder, name, 'card.json');
      await writeFile(card, (await readFile(card, 'utf8')).replace('"0.0.2"', '"0.0.1"'));
    }
    const before = station.installed();
    await expect(station.importFrom(path)).rejects.toMatchObject({
      code: 'model-import-refused',
      message: expect.stringContaining(says),
    });
    expect(station.installed()).toEqual(before);
    expect(listAudit(station.db).some(({ action }) => action === 'model-imported')).toBe(false);
  },
);

/** A bundle as an archive, with `bytes` changed afterwards as no program writes them. */
async function aZip(
  files: Readonly<Record<string, string>>,
  change: (bytes: Buffer) => Buffer,
): Promise<string> {
  const path = join(await aScratchFolder(), 'bundle.zip');
  const archive = new ZipFile();
  for (const [file, content] of Object.entries(files))
    archive.addBuffer(Buffer.from(content), file, { compress: content.length > 1000 });
  archive.end();
  await pipeline(archive.outputStream as Readable, createWriteStream(path));
  await writeFile(path, change(await readFile(path)));
  return path;
}
const renamed = (from: string, to: string) => (bytes: Buffer) =>
  Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1');
/** Sets the size that the directory of the archive gives its first file. */
const declaring = (sizeBytes: number) => (bytes: Buffer) => {
  const header = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  bytes.writeUInt32LE(sizeBytes, header + 24);
  return bytes;
};

test.each([
  { what: 'a path out of its folder', file: 'xx/evil.sh', change: renamed('xx/evil.sh', '../evil.sh') },
  { what: 'an absolute path', file: 'xetc/evil.sh', change: renamed('xetc/evil.sh', '/etc/evil.sh') },
  { what: 'a path of another system', file: 'xx-evil.sh', change: renamed('xx-evil.sh', '..\\evil.sh') },
  { what: 'an absurd size', file: 'weights.bin', change: declaring(0x7fff_ffff) },
  { what: 'a device', file: 'nul.txt', change: (bytes: Buffer) => bytes },
])('an archive with $what is refused', async ({ file, change }) => {
  const path = await aZip({ [file]: 'content', 'bundle.json': '{}' }, change);
  const station = await aStation([]);
  await expect(station.importFrom(path)).rejects.toMatchObject({ code: 'model-import-refused' });
  expect(station.installed()).toEqual([]);
  expect(existsSync(join(station.data, 'evil.sh'))).toBe(false);
});

test('an archive that unpacks to more than it says, one that is torn, and what is none are refused', async () => {
  const bomb = await aZip({ 'bundle.json': ' '.repeat(1_000_000) }, declaring(1000));
  const torn = join(await aScratchFolder(), 'torn.zip');
  const from = await aStation();
  const { path } = await from.exportTo('tiny.zip');
  await writeFile(torn, (await readFile(path)).subarray(0, -200));
  const flipped = join(await aScratchFolder(), 'flipped.zip');
  const bytes = await readFile(path);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0xff;
  await writeFile(flipped, bytes);
  const none = join(await aScratchFolder(), 'none.zip');
  await cp(new URL(import.meta.url), none);
  const station = await aStation([]);
  for (const one of [bomb, torn, flipped, none])
    await expect(station.importFrom(one)).rejects.toMatchObject({ code: 'model-import-refused' });
  await expect(station.importFrom(join(station.data, 'nothing.zip'))).rejects.toMatchObject({
    code: 'file-missing',
  });
  expect(station.installed()).toEqual([]);
});
