import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { LabError, type LabErrorCode } from '../domain/labError.ts';
import type { AuditCheck } from './audit.ts';
import type { IntegrityCheck } from './checkDatabase.ts';

/** What the checks of a whole database came to. */
export interface DatabaseFileCheck {
  readonly integrity: IntegrityCheck;
  readonly audit: AuditCheck;
}

/** What `checkDatabaseWorker` says, once. */
export type DatabaseCheckReply = { readonly check: DatabaseFileCheck } | { readonly refused: Refusal };

const refusalSchema = z.object({ code: z.string().optional(), message: z.string() });
type Refusal = z.output<typeof refusalSchema>;

const replySchema: z.ZodType<DatabaseCheckReply> = z.union([
  z.object({
    check: z.object({
      integrity: z.object({ isIntact: z.boolean(), problems: z.array(z.string()) }),
      audit: z.object({
        isIntact: z.boolean(),
        entryCount: z.int(),
        broken: z.union([z.undefined(), z.object({ sequence: z.int(), reason: z.string() })]),
        headHash: z.string(),
      }),
    }),
  }),
  z.object({ refused: refusalSchema }),
]);

/** Reads a lab's database from end to end, as it is at one moment, and every hash of its audit trail. In a thread of
 *  its own: of a million cells it takes seconds, in which a station has to answer.
 *  @throws LabError as openDatabase */
export async function checkDatabaseFile(path: string): Promise<DatabaseFileCheck> {
  const worker = new Worker(new URL('checkDatabaseWorker.ts', import.meta.url), { workerData: { path } });
  try {
    const reply = replySchema.parse(
      await new Promise((resolve, reject) => {
        worker.once('message', resolve);
        worker.once('error', reject);
        worker.once('exit', (code) => reject(new Error(`The check ended without an answer (${code}).`)));
      }),
    );
    if ('check' in reply) return reply.check;
    const { code, message } = reply.refused;
    throw code === undefined ? new Error(message) : new LabError(code as LabErrorCode, message, { path });
  } finally {
    await worker.terminate();
  }
}
