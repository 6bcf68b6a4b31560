/** The real compute process, which a slide can kill: one whose name begins with "deadly" ends it each time,
 *  one whose name begins with "shaky" only the first time that BLASTSCOPE_TEST_MARK is not there yet. */
import { existsSync, writeFileSync } from 'node:fs';

process.on('message', (message: { kind: string; request?: { slide?: { name: string } } }) => {
  const name = message.request?.slide?.name ?? '';
  const mark = process.env.BLASTSCOPE_TEST_MARK ?? '';
  if (name.startsWith('shaky') && !existsSync(mark)) {
    writeFileSync(mark, '');
    process.kill(process.pid, 'SIGKILL');
  }
  if (name.startsWith('deadly')) process.kill(process.pid, 'SIGKILL');
});
await import('../../main/compute/computeProcess.ts');
