import { useMemo, useState } from 'react';
import type { CellTable } from '../../../main/domain/cellTable.ts';
import { isBlastBySettings } from '../../../main/domain/isBlastBySettings.ts';
import { useSettings } from '../../hooks/useSettings.ts';
import { createGallery, type Gallery } from './gallery.ts';
import { type CellFilter, type CellSort, unjudgedGroup } from './orderCells.ts';

export const cropSizes = { least: 56, most: 176, first: 88 } as const;
const captionPx = 20;
export const gapPx = 6;
export const headPx = 36;
export const sidePx = 12;

const everyGroup: ReadonlySet<number> = new Set(Array.from({ length: unjudgedGroup + 1 }, (_, at) => at));

export const openFilter: CellFilter = {
  groups: everyGroup,
  isUnreviewedOnly: false,
  ids: undefined,
  lowProbability: 0,
  highProbability: 1,
};

/** How the gallery is shown: order, filter, sizes. */
export interface GalleryView {
  readonly gallery: Gallery;
  readonly sort: CellSort;
  readonly setSort: (sort: CellSort) => void;
  readonly isReversed: boolean;
  readonly setReversed: (isReversed: boolean) => void;
  readonly filter: CellFilter;
  readonly setFilter: (filter: CellFilter) => void;
  /** cells that are shown alone, in this order; undefined: all, by sort and filter */
  readonly listed: readonly number[] | undefined;
  readonly setListed: (listed: readonly number[] | undefined) => void;
  readonly cropPx: number;
  readonly setCropPx: (cropPx: number) => void;
  readonly hasContext: boolean;
  readonly setContext: (hasContext: boolean) => void;
  /** of the scrolled area, pixels */
  readonly setWidthPx: (widthPx: number) => void;
}

export function useGalleryView(table: CellTable): GalleryView {
  const { classes } = useSettings();
  const [sort, setSort] = useState<CellSort>('blast');
  const [isReversed, setReversed] = useState(false);
  const [filter, setFilter] = useState(openFilter);
  const [listed, setListed] = useState<readonly number[] | undefined>();
  const [cropPx, setCropPx] = useState<number>(cropSizes.first);
  const [hasContext, setContext] = useState(false);
  const [widthPx, setWidthPx] = useState(800);
  const isBlast = useMemo(() => isBlastBySettings(classes), [classes]);
  const columns = Math.max(1, Math.floor((widthPx - 2 * sidePx + gapPx) / (cropPx + gapPx)));
  const gallery = useMemo(
    () =>
      createGallery(
        table,
        { sort, isReversed, filter, isBlast, listed },
        { columns, headPx, cropRowPx: cropPx + captionPx + gapPx },
      ),
    [table, sort, isReversed, filter, isBlast, listed, columns, cropPx],
  );
  /** who sorts or filters wants to see all cells again */
  const withAll =
    <Value>(set: (value: Value) => void) =>
    (value: Value) => {
      setListed(undefined);
      set(value);
    };
  return {
    ...{ gallery, sort, isReversed, filter, listed, setListed },
    ...{ setSort: withAll(setSort), setReversed: withAll(setReversed), setFilter: withAll(setFilter) },
    ...{ cropPx, setCropPx, hasContext, setContext, setWidthPx },
  };
}

/** How many parts of a filter are set. */
export function countFilters(filter: CellFilter): number {
  return [
    filter.groups.size < everyGroup.size,
    filter.isUnreviewedOnly,
    filter.ids !== undefined,
    filter.lowProbability > 0 || filter.highProbability < 1,
  ].filter(Boolean).length;
}
