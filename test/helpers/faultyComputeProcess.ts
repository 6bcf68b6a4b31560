/** A compute process with planned faults, for tests of what its client makes of them: the path of a
 *  detectFile request says what happens. */
process.once('disconnect', () => process.exit(0));
process.on('message', (message: { kind: string; jobId: number; request?: { path: string } }) => {
  if (message.kind !== 'start') return;
  const { jobId } = message;
  switch (message.request?.path) {
    case 'dies':
      process.kill(process.pid, 'SIGKILL');
      return;
    case 'hangs':
      return;
    case 'prints':
      process.stdout.write('2026-11-23: I tensorflow/core: oneDNN custom operations are on.\nprinted line\n');
      break;
    case 'fails':
      process.send?.({
        kind: 'failure',
        jobId,
        code: undefined,
        message: 'a bug',
        stack: 'a bug\n    at there',
        details: {},
      });
      return;
    default:
  }
  process.send?.({ kind: 'progress', jobId, progress: { done: 1, total: 2, detail: 'half' } });
  process.send?.({ kind: 'result', jobId, result: { pid: process.pid } });
});
