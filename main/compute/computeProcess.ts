import { LabError } from '../domain/labError.ts';
import { createJobs } from './jobs.ts';
import type { ComputeReplyMessage } from './messages.ts';
import { requestMessageSchema } from './requestSchemas.ts';

/* Entry point of the compute process, the only one with TensorFlow in it. Started by computeClient. */

const jobs = createJobs();
const running = new Map<number, AbortController>();

// Ctrl-C at a terminal reaches the whole process group: the parent decides what stops
process.on('SIGINT', () => undefined);
process.on('SIGHUP', () => undefined);
process.once('disconnect', () => process.exit(0));
process.on('message', (message) => {
  void receive(message);
});

async function receive(message: unknown): Promise<void> {
  const envelope = requestMessageSchema.parse(message);
  if (envelope.kind === 'cancel') {
    running.get(envelope.jobId)?.abort();
    return;
  }
  const { jobId, job, request } = envelope;
  const controller = new AbortController();
  running.set(jobId, controller);
  try {
    const result = await jobs.run(job, request, {
      signal: controller.signal,
      onProgress: (progress) => reply({ kind: 'progress', jobId, progress }),
    });
    reply({ kind: 'result', jobId, result });
  } catch (error) {
    reply(failureReply(jobId, error));
  } finally {
    running.delete(jobId);
  }
}

function reply(message: ComputeReplyMessage): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

function failureReply(jobId: number, error: unknown): ComputeReplyMessage {
  if (error instanceof LabError) {
    const { code, message, details } = error;
    return { kind: 'failure', jobId, code, message, details, stack: undefined };
  }
  const bug = error instanceof Error ? error : new Error(String(error));
  return { kind: 'failure', jobId, code: undefined, message: bug.message, details: {}, stack: bug.stack };
}
