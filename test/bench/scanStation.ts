import { createInterface } from 'node:readline';
import { z } from 'zod';
import { type ComputeClient, createComputeClient } from '../../main/compute/computeClient.ts';
import type { ScanTimings } from '../../main/compute/messages.ts';
import { openDatabase } from '../../main/database/open.ts';
import { LabError } from '../../main/domain/labError.ts';
import { chooseModel } from '../../main/workflows/chooseModel.ts';
import { scanFolder } from '../../main/workflows/scanFolder.ts';
import type { SlideReport } from './scanFigures.ts';

/* The station of the scan bench: a process of its own, so that its memory is the scan's alone. It reads one
 * JSON line, the job, and prints one line as each slide is stored and one at the end. */

const jobSchema = z.object({
  slidesFolder: z.string(),
  databasePath: z.string(),
  /** undefined: the model that the program takes by itself */
  modelFolder: z.string().optional(),
});

export type ScanStationJob = z.infer<typeof jobSchema>;

async function scan(job: ScanStationJob): Promise<void> {
  const model = await chooseModel(job.modelFolder);
  const db = openDatabase(job.databasePath);
  const startedAt = performance.now();
  const recorder = recordTimings(createComputeClient());
  try {
    await scanFolder(db, recorder.compute, {
      folder: job.slidesFolder,
      model,
      redCellDiameterPx: undefined,
      isSynthetic: true,
      signal: new AbortController().signal,
      onSlide: (outcome) => {
        const last = recorder.takeLast();
        if (outcome.state !== 'scanned' || last === undefined) {
          throw new Error(`The slide ${outcome.entry.name} was not scanned: ${JSON.stringify(outcome)}`);
        }
        say({ atMs: performance.now() - startedAt, ...last } satisfies SlideReport);
      },
    });
    say({ atMs: performance.now() - startedAt });
  } finally {
    await recorder.compute.dispose();
    db.close();
  }
}

/** The same client, which keeps what compute said of the time that the last slide took. */
function recordTimings(compute: ComputeClient) {
  let last: { readonly timings: ScanTimings; readonly cellCount: number } | undefined;
  const recording: ComputeClient = {
    run: async (job, request, options) => {
      const result = await compute.run(job, request, options);
      if ('timings' in result) last = { timings: result.timings, cellCount: result.cells.length };
      return result;
    },
    dispose: () => compute.dispose(),
  };
  const takeLast = () => {
    const taken = last;
    last = undefined;
    return taken;
  };
  return { compute: recording, takeLast };
}

function say(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

const first = await createInterface({ input: process.stdin })[Symbol.asyncIterator]().next();
try {
  await scan(jobSchema.parse(JSON.parse(String(first.value))));
} catch (error) {
  if (!(error instanceof LabError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
process.stdin.destroy();
