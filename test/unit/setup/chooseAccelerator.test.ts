import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chooseAccelerator, listGraphicsCards } from '../../../main/setup/chooseAccelerator.ts';
import type { Host } from '../../../main/setup/planRuntimes.ts';
import { aTempFolder } from './aTempFolder.ts';

const host: Host = { platform: 'linux', arch: 'x64', hasGlibc: true };
const cards = ['GPU 0: NVIDIA H100 (UUID: GPU-1)'];
const cuda = 'tensorflow-cuda-2.21.0-tfjs-4.22.0-linux-x64';

describe('the build of TensorFlow', () => {
  test('is CUDA only when asked for and a card is found', () => {
    expect(chooseAccelerator(true, { host, cards }).accelerator).toBe('cuda');
    expect(chooseAccelerator(false, { host, cards }).accelerator).toBe('cpu');
    expect(chooseAccelerator(undefined, { host, cards }).accelerator).toBe('cpu');
  });

  test('is the CPU one, plainly said, when no card is found or the processor has no CUDA build', () => {
    expect(chooseAccelerator(true, { host, cards: [] })).toEqual({
      accelerator: 'cpu',
      note: expect.stringContaining('No NVIDIA card found'),
    });
    expect(chooseAccelerator(true, { host: { ...host, arch: 'arm64' }, cards })).toEqual({
      accelerator: 'cpu',
      note: expect.stringContaining('Linux x64 only'),
    });
  });

  test('stays CUDA when the tests or the demo call the set-up again', () => {
    const facts = { host, cards: [], linkedRuntimeName: cuda };
    expect(chooseAccelerator(undefined, facts).accelerator).toBe('cuda');
    expect(chooseAccelerator(false, facts).accelerator).toBe('cpu');
  });
});

test('cards are those that nvidia-smi lists, none when it is missing or fails', async () => {
  const folder = await aTempFolder();
  const nvidiaSmi = join(folder, 'nvidia-smi');
  expect(await listGraphicsCards(nvidiaSmi)).toEqual([]);
  await writeFile(nvidiaSmi, "#!/bin/sh\necho 'GPU 0: NVIDIA H100 (UUID: GPU-1)'\n");
  await chmod(nvidiaSmi, 0o755);
  expect(await listGraphicsCards(nvidiaSmi)).toEqual(cards);
  await writeFile(nvidiaSmi, '#!/bin/sh\necho "couldn\'t communicate with the NVIDIA driver"\nexit 9\n');
  expect(await listGraphicsCards(nvidiaSmi)).toEqual([]);
});
