import { Box } from '@mui/material';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { blastProbabilityAt, cellIdAt, standingAt } from '../../../main/domain/cellTable.ts';
import { isBlastBySettings } from '../../../main/domain/isBlastBySettings.ts';
import { cellUrl } from '../../../preload/contract/pictureUrls.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { useSettings } from '../../hooks/useSettings.ts';
import { boxRevision } from '../common/boxRevision.ts';
import { CropTile } from './CropTile.tsx';
import { pictureEdgePx } from './cropEdge.ts';
import type { Gallery } from './gallery.ts';
import { groupAt } from './orderCells.ts';
import { reviewStateAt } from './reviewState.ts';
import { gapPx } from './useGalleryView.ts';
import { useNameOfGroup } from './useNameOfGroup.ts';

/** One row of crops. */
export function CropRow(given: {
  readonly gallery: Gallery;
  readonly from: number;
  readonly to: number;
  readonly focusedId: number | undefined;
  readonly selected: ReadonlySet<number>;
  readonly cropPx: number;
  readonly edgePx: number;
  readonly onPress: (cellId: number, event: MouseEvent) => void;
  readonly onOpen: (cellId: number) => void;
}) {
  const { gallery, from, to, focusedId, selected, cropPx, edgePx } = given;
  const { table, layout } = gallery;
  const { t } = useTranslation('review');
  const { classes } = useSettings();
  const format = useFormat();
  const nameOfGroup = useNameOfGroup();
  const isBlast = isBlastBySettings(classes);
  const outPx = pictureEdgePx(cropPx * window.devicePixelRatio);
  return (
    <Box role="presentation" sx={{ display: 'flex' }} style={{ gap: gapPx, paddingTop: gapPx }}>
      {Array.from(layout.cells.subarray(from, to), (row, column) => {
        const cellId = cellIdAt(table, row);
        const id = table.ids[row] ?? 0;
        const standing = standingAt(table, row);
        const state = reviewStateAt(table, row);
        const blast = blastProbabilityAt(table, row, isBlast);
        const words = { id: cellId, name: nameOfGroup(groupAt(table, row)), state: t(`states.${state}`) };
        return (
          <CropTile
            key={cellId}
            cellId={id}
            pictureUrl={cellUrl(table.slideId, cellId, { edgePx, outPx, revision: boxRevision(table, row) })}
            cropPx={cropPx}
            name={
              blast === undefined
                ? t('cellNameUnjudged', words)
                : t('cellName', { ...words, probability: format.percent(blast, 0) })
            }
            caption={blast === undefined ? '' : format.percent(blast, 0)}
            setting={standing === undefined ? undefined : classes[standing]}
            state={state}
            isFocused={id === focusedId}
            isSelected={selected.has(id)}
            column={column}
            onPress={given.onPress}
            onOpen={given.onOpen}
          />
        );
      })}
    </Box>
  );
}
