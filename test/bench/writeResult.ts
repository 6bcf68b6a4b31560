import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';

/** Writes a bench's figures with the machine they were taken on to results/NAME-TIME.json, which git ignores.
 *  @returns path of the file */
export function writeResult(name: string, figures: object): string {
  const folder = join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  const measuredAt = new Date().toISOString();
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    coreCount: availableParallelism(),
    memoryBytes: totalmem(),
    node: process.version,
  };
  const path = join(folder, `${name}-${measuredAt.replaceAll(/[:.]/g, '-')}.json`);
  writeFileSync(path, `${JSON.stringify({ measuredAt, machine, ...figures }, undefined, 2)}\n`);
  return path;
}
