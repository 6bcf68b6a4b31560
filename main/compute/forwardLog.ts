import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** What TensorFlow and its JavaScript print without being asked, on every start. */
const noise = [
  /^\s*$/,
  /oneDNN custom operations/,
  /cpu_feature_guard/,
  /optimized to use available CPU instructions/,
  /To enable the following instructions/,
  /rebuild TensorFlow with the appropriate compiler flags/,
  /Hi, looks like you are running TensorFlow\.js/,
  /speed things up dramatically/,
  /visit https:\/\/github\.com\/tensorflow\/tfjs-node/,
  /^={10,}$/,
  /MLIR (V1|optimization pass)/,
  /Could not find cuda drivers/,
  /WARNING: All log messages before absl::InitializeLog/,
  /ExperimentalWarning|--trace-warnings|--trace-deprecation|DeprecationWarning/,
];

/** Passes the lines of a process's output on to a log, less the noise. */
export function forwardLog(output: Readable | null, log: Writable): void {
  if (output === null) return;
  createInterface({ input: output }).on('line', (line) => {
    if (!isNoise(line)) log.write(`${line}\n`);
  });
}

/** True for a line that says nothing about the lab's work. */
export function isNoise(line: string): boolean {
  return noise.some((pattern) => pattern.test(line));
}
