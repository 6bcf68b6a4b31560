import { type Verification, verifyReport } from '../reports/verifyReport.ts';
import { readInput } from './readInput.ts';

export type { Verification };

/** Says whether the report in a file is as it was signed.
 *  @throws LabError 'file-missing' | 'pdf-unreadable' */
export async function verifyReportFile(path: string): Promise<Verification> {
  return verifyReport(await readInput(path));
}
