import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { type ComputeClient, createComputeClient } from '../../main/compute/computeClient.ts';
import { LabError } from '../../main/domain/labError.ts';

const faultyProcess = fileURLToPath(new URL('../helpers/faultyComputeProcess.ts', import.meta.url));

function aClient(
  settings: Parameters<typeof createComputeClient>[0] = { processPath: faultyProcess },
): ComputeClient {
  const client = createComputeClient(settings);
  onTestFinished(() => client.dispose());
  return client;
}

function detect(client: ComputeClient, path: string, options = {}): Promise<unknown> {
  return client.run('detectFile', { path, redCellDiameterPx: undefined }, options);
}

test('a job gives its progress, then its result', async () => {
  const seen: unknown[] = [];
  const result = await detect(aClient(), 'field.jpg', { onProgress: (one: unknown) => seen.push(one) });
  expect(seen).toEqual([{ done: 1, total: 2, detail: 'half' }]);
  expect(result).toEqual({ pid: expect.any(Number) });
});

test('every pending job is told when the compute process dies, and the next one starts it again', async () => {
  const client = aClient();
  const pending = Promise.allSettled([
    detect(client, 'hangs'),
    detect(client, 'hangs'),
    detect(client, 'dies'),
  ]);
  const reasons = (await pending).map((one) => (one.status === 'rejected' ? one.reason : undefined));
  expect(reasons).toEqual([1, 2, 3].map(() => expect.objectContaining({ code: 'compute-process-lost' })));
  await expect(detect(client, 'field.jpg')).resolves.toEqual({ pid: expect.any(Number) });
});

test('the process stays between two jobs', async () => {
  const client = aClient();
  expect(await detect(client, 'a.jpg')).toEqual(await detect(client, 'b.jpg'));
});

test('a cancelled job that does not stop is killed with its process', async () => {
  const client = aClient({ processPath: faultyProcess, cancelGraceMs: 50 });
  const controller = new AbortController();
  const job = detect(client, 'hangs', { signal: controller.signal });
  controller.abort();
  await expect(job).rejects.toMatchObject({ code: 'cancelled' });
});

test('a job that was cancelled before it began never starts', async () => {
  const job = detect(aClient(), 'dies', { signal: AbortSignal.abort() });
  await expect(job).rejects.toMatchObject({ code: 'cancelled' });
});

test('a bug in the compute process is a plain error with the stack of there', async () => {
  const error = await detect(aClient(), 'fails').catch((one: unknown) => one);
  expect(error).not.toBeInstanceOf(LabError);
  expect(error).toMatchObject({ stack: expect.stringContaining('at there') });
});

test('what native code prints never reaches stdout, and noise not even the log', async () => {
  const written: string[] = [];
  const write = process.stderr.write;
  process.stderr.write = ((text: string) => written.push(text) > 0) as typeof write;
  try {
    await detect(aClient(), 'prints');
    await detect(aClient(), 'field.jpg'); // the pipe of the first has been read by then
    await new Promise((resolve) => setTimeout(resolve, 200));
  } finally {
    process.stderr.write = write;
  }
  expect(written).toEqual(['printed line\n']);
});

test('closing the client rejects what is still running', async () => {
  const client = aClient();
  const job = detect(client, 'hangs');
  const refused = expect(job).rejects.toMatchObject({ code: 'compute-process-lost' });
  await client.dispose();
  await refused;
});

test('a request that is not of the job’s form never reaches the job', async () => {
  const client = aClient({});
  const job = client.run('detectFile', { path: '', redCellDiameterPx: -1 });
  await expect(job).rejects.toMatchObject({
    code: 'argument-invalid',
    message: expect.stringContaining('path'),
  });
});

test('an image that cannot be found is told in the words of its reader', async () => {
  const client = aClient({});
  const model = client.run('classifyFile', {
    path: '/nowhere/field.jpg',
    modelFolder: '/nowhere/model',
    eachCell: false,
    redCellDiameterPx: undefined,
  });
  await expect(model).rejects.toMatchObject({ code: 'model-unknown' });
});

test('a job without a sign of progress is ended with its process, and the next one starts it again', async () => {
  const client = aClient();
  await expect(detect(client, 'hangs', { limits: { stallMs: 100 } })).rejects.toMatchObject({
    code: 'compute-process-lost',
    message: expect.stringContaining('it made no progress for 0.1 s'),
  });
  await expect(detect(client, 'field.jpg', { limits: { stallMs: 5000 } })).resolves.toEqual({
    pid: expect.any(Number),
  });
});

test.skipIf(process.platform !== 'linux')(
  'a job that holds too much memory is ended with its process',
  async () => {
    await expect(detect(aClient(), 'hangs', { limits: { memoryBytes: 1e6 } })).rejects.toMatchObject({
      code: 'compute-process-lost',
      message: expect.stringContaining('it held more than the limit of 0.0 GB of memory'),
    });
  },
);
