import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aTempFolder } from './aTempFolder.ts';

/** What the stand-in for pip does on a call: writes this file, or prints these words and fails. */
export type PipAnswer = Buffer | string;

export interface FakePython {
  readonly path: string;
  readCallCount(): Promise<number>;
}

/** An executable in a temporary folder that answers `-m pip download` in the given order, the last answer
 *  again and again. Everything around it is real: child processes, files, hashes. */
export async function aFakePython(answers: readonly PipAnswer[]): Promise<FakePython> {
  const folder = await aTempFolder();
  const path = join(folder, 'python3');
  const counter = join(folder, 'calls');
  await writeFile(counter, '');
  for (const [index, answer] of answers.entries()) {
    const name = typeof answer === 'string' ? 'error' : 'wheel';
    await writeFile(join(folder, `${name}-${index + 1}`), answer);
  }
  const script = `#!/bin/sh
cd '${folder}'
echo call >> calls
call=$(wc -l < calls | tr -d ' ')
if [ "$call" -gt ${answers.length} ]; then call=${answers.length}; fi
for argument in "$@"; do
  case "$argument" in --dest=*) folder="\${argument#--dest=}" ;; esac
done
if [ -e "error-$call" ]; then cat "error-$call" >&2; exit 1; fi
cp "wheel-$call" "$folder/lens-1.0.0-py3-none-any.whl"
`;
  await writeFile(path, script);
  await chmod(path, 0o755);
  return {
    path,
    async readCallCount() {
      return (await readFile(counter, 'utf8')).split('\n').length - 1;
    },
  };
}
