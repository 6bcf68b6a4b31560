import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { pixelKernelsFile } from '../../../main/pixels/pixelKernels.ts';

test('the compiled kernels are those of the source', () => {
  const root = path.join(import.meta.dirname, '../../..');
  const folder = mkdtempSync(path.join(tmpdir(), 'blastscope-kernels-'));
  try {
    const compiled = path.join(folder, 'pixelKernels.wasm');
    execFileSync(process.execPath, [
      path.join(root, 'node_modules/assemblyscript/bin/asc.js'),
      path.join(root, 'main/pixels/pixelKernels.assembly.ts'),
      ...['--config', path.join(root, 'main/pixels/pixelKernels.json'), '--target', 'release'],
      ...['--outFile', compiled],
    ]);
    const isSame = readFileSync(compiled).equals(readFileSync(pixelKernelsFile));
    expect(isSame, 'run `npm run kernels` and commit pixelKernels.wasm').toBe(true);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
