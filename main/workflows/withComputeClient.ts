import { type ComputeClient, createComputeClient } from '../compute/computeClient.ts';

/** Runs work that needs the compute process, and ends the process afterwards, however the work ended. */
export async function withComputeClient<Result>(
  work: (compute: ComputeClient) => Promise<Result>,
): Promise<Result> {
  const compute = createComputeClient();
  try {
    return await work(compute);
  } finally {
    await compute.dispose();
  }
}
