import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { CellClass } from '../../../main/domain/cellClass.ts';
import type { CellExplanation } from '../../../main/domain/cellExplanation.ts';
import { boxAt, type CellTable, cellIdAt } from '../../../main/domain/cellTable.ts';
import { lab } from '../../lab.ts';

/** Who holds an arrow key down looks at none of the cells on the way. */
const settleMs = 150;
/** Maps that were looked at are at hand when one goes back to the cell. */
const keptMs = 60_000;

/** What spoke for a class in a cell: asked for when it is shown, given up when another cell or class is.
 *  @param cellClass undefined: its likeliest */
export function useExplanation(
  table: CellTable,
  row: number,
  cellClass: CellClass | undefined,
): UseQueryResult<CellExplanation> {
  const cellId = cellIdAt(table, row);
  const order = { slideId: table.slideId, cellId, cellClass: cellClass ?? null };
  return useQuery({
    queryKey: ['explanation', table.scanId, order, boxAt(table, row)],
    queryFn: ({ signal }) => askFor(order, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: keptMs,
  });
}

async function askFor(
  order: Omit<Parameters<typeof lab.explainCell>[0], 'requestId'>,
  signal: AbortSignal,
): Promise<CellExplanation> {
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  signal.throwIfAborted();
  const requestId = crypto.randomUUID();
  // what could not be cancelled ends by itself, and nobody hears of it
  const cancel = () => void lab.cancelWork({ requestId }).catch(() => undefined);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await lab.explainCell({ ...order, requestId });
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
