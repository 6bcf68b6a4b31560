import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ComputeClient, createComputeClient } from '../../main/compute/computeClient.ts';
import { listAudit } from '../../main/database/audit.ts';
import { hashFile } from '../../main/workflows/hashFile.ts';
import { judgeModel } from '../../main/workflows/judgeModel.ts';
import { aModelStation, tinyName } from '../helpers/aModelStation.ts';

let compute: ComputeClient;
beforeAll(() => {
  compute = createComputeClient();
});
afterAll(() => compute.dispose());

/** A bundle as a folder, changed by `damage`, and a station that is to import it. */
async function aDamagedBundle(damage: (folder: string) => Promise<void>, seeds: readonly number[] = []) {
  const { exportTo } = await aModelStation(compute);
  const { path } = await exportTo('bundle');
  await damage(path);
  return { path, station: await aModelStation(compute, seeds) };
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
    const from = await aModelStation(compute);
    const folder = join(from.ownFolder, tinyName);
    await mkdir(join(folder, 'int8'));
    await writeFile(join(folder, 'int8', 'weights.bin'), 'eight bits');
    await mkdir(join(folder, 'checkpoint'));
    await writeFile(join(folder, 'checkpoint', 'state.json'), '{}');
    const exported = await from.exportTo(out);
    expect(exported.files.map(({ path }) => path)).toEqual([
      ...['card.json', 'int8/weights.bin', 'model.json', 'weights.bin'],
    ]);
    const to = await aModelStation(compute, []);
    const imported = await to.importFrom(exported.path);
    expect(imported).toMatchObject({ fullName: tinyName, sha256: exported.sha256, isNew: true });
    expect(to.installed()).toEqual([tinyName]);
    for (const { path } of exported.files)
      expect(await hashFile(join(imported.folder, path))).toBe(await hashFile(join(folder, path)));
    expect(listAudit(to.db).at(-1)).toMatchObject({
      actor: 'Ada',
      action: 'model-imported',
      subject: tinyName,
    });
    // its test vectors came along: the gate checks them, and the next station gets the same
    const folders = { models: to.ownFolder, controlSets: join(to.data, 'control-sets') };
    const gate = { db: to.db, compute, folders };
    expect(await judgeModel(gate, tinyName, { person: 'Ada' })).toMatchObject({ decision: 'unmeasured' });
    expect((await to.exportTo('again.zip')).files).toEqual(exported.files);
    expect(await to.importFrom(exported.path)).toMatchObject({ isNew: false });
  },
);

test('a model whose answers have changed is refused by the gate', async () => {
  const from = await aModelStation(compute);
  const { path } = await from.exportTo('tiny.zip');
  const to = await aModelStation(compute, []);
  const { folder } = await to.importFrom(path);
  const vectorsPath = join(folder, 'test-vectors.json');
  const vectors = JSON.parse(await readFile(vectorsPath, 'utf8')) as Manifest['testVectors'];
  Object.assign(vectors.vectors[3]?.probabilities ?? {}, { benign: 0.999 });
  await writeFile(vectorsPath, JSON.stringify(vectors));
  const folders = { models: to.ownFolder, controlSets: join(to.data, 'control-sets') };
  const gate = { db: to.db, compute, folders };
  const verdict = await judgeModel(gate, tinyName, { person: 'Ada' });
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
    what: 'a card of another schema version',
    says: 'its card has schema version 2, and this program reads 1',
    damage: async (folder) => {
      const card = JSON.parse(await readFile(join(folder, 'card.json'), 'utf8')) as Record<string, unknown>;
      await replaceFile(folder, 'card.json', JSON.stringify({ ...card, schemaVersion: 2 }));
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
      await rename(join(station.ownFolder, 'tiny-0.0.2'), join(station.ownFolder, tinyName));
    if (seeds !== undefined) {
      const card = join(station.ownFolder, tinyName, 'card.json');
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
