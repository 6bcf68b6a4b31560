import { useQuery } from '@tanstack/react-query';
import type { CellId } from '../../main/domain/ids.ts';
import type { SlideId } from '../../main/domain/slide.ts';
import { lab } from '../lab.ts';

/** A cell of a slide, at one state of its labels. */
export interface CellAtRevision {
  readonly slideId: SlideId;
  readonly cellId: CellId;
  /** of the cell's slide: another asks anew */
  readonly revision: number;
}

/** Everything that was said of a cell. @param isAsked false: not asked for yet */
export function useCellHistory({ slideId, cellId, revision }: CellAtRevision, isAsked = true) {
  return useQuery({
    queryKey: ['cell-history', slideId, cellId, revision],
    queryFn: () => lab.readCellHistory({ slideId, cellId }),
    gcTime: 0,
    enabled: isAsked,
  });
}
