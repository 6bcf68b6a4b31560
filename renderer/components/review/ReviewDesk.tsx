import { DndContext, DragOverlay, PointerSensor, pointerWithin, useSensor, useSensors } from '@dnd-kit/core';
import Undo from '@mui/icons-material/Undo';
import { Box, Button, Chip } from '@mui/material';
import { type MouseEvent, useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CellTable } from '../../../main/domain/cellTable.ts';
import { isBlastBySettings } from '../../../main/domain/isBlastBySettings.ts';
import { verdicts } from '../../../main/domain/verdict.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { useSettings } from '../../hooks/useSettings.ts';
import { EmptyState } from '../common/EmptyState.tsx';
import { DifferentialPanel } from '../differential/DifferentialPanel.tsx';
import { useHeatView } from '../explain/useHeatView.ts';
import { ClassRail } from './ClassRail.tsx';
import { CompareDialog, compareCounts } from './CompareDialog.tsx';
import { cropEdgePx } from './cropEdge.ts';
import { FocusedCell } from './FocusedCell.tsx';
import { GalleryGrid } from './GalleryGrid.tsx';
import { listCellsInView } from './listCellsInView.ts';
import { MustSeeGate } from './MustSeeGate.tsx';
import { countSeen } from './mustSee.ts';
import { ReviewToolbar } from './ReviewToolbar.tsx';
import type { ReviewCommand } from './readReviewKey.ts';
import { useGalleryFocus } from './useGalleryFocus.ts';
import { openFilter, useGalleryView } from './useGalleryView.ts';
import { useLabelQueue } from './useLabelQueue.ts';
import { useNextCells } from './useNextCells.ts';
import { useReviewCommands } from './useReviewCommands.ts';
import { useReviewKeys } from './useReviewKeys.ts';
import { useReviewShortcuts } from './useReviewShortcuts.ts';

/** How far the wide crop reaches, as a factor of the common one. */
const contextFactor = 2.2;

/** The gallery with its classes at the left, the cell in focus and the differential at the right. */
export function ReviewDesk(given: {
  readonly stored: CellTable;
  readonly umPerPx: number | undefined;
  readonly onReport: () => void;
}) {
  const { stored, umPerPx, onReport } = given;
  const { t } = useTranslation('review');
  const format = useFormat();
  const notify = useNotify();
  const { classes } = useSettings();
  const grid = useRef<HTMLDivElement>(null);
  const queue = useLabelQueue(stored);
  const view = useGalleryView(queue.table);
  const { gallery } = view;
  const { table, layout } = gallery;
  const focus = useGalleryFocus(gallery);
  const commands = useReviewCommands({ gallery, focus, queue });
  const heat = useHeatView();
  const toggleNext = useNextCells({ slideId: stored.slideId, view, focus, grid });
  const [compared, setCompared] = useState<readonly number[]>([]);
  const [dragged, setDragged] = useState<readonly number[]>([]);
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 6 } }));
  const progress = useMemo(() => countSeen(table, isBlastBySettings(classes)), [table, classes]);
  // one scale for the whole scan: a drawn cell must not change every picture
  const [commonEdgePx] = useState(() => cropEdgePx(stored));
  const edgePx = view.hasContext ? commonEdgePx * contextFactor : commonEdgePx;
  const canCompare = focus.selected.size >= compareCounts.least && focus.selected.size <= compareCounts.most;

  const markPage = () => {
    const element = grid.current;
    if (element === null) return;
    const ids = listCellsInView(gallery, { topPx: element.scrollTop, heightPx: element.clientHeight });
    commands.markSeen(ids);
    notify.success(t('pageMarked', { count: ids.length, n: format.count(ids.length) }));
  };
  const compare = () => canCompare && setCompared([...focus.selected]);
  const pageRows = () => Math.floor((grid.current?.clientHeight ?? 0) / layout.cropRowPx) - 1;
  const groupInFocus = layout.rows[layout.rowOf[focus.place] ?? 0]?.group;
  const carryOut = (command: ReviewCommand) => {
    switch (command.kind) {
      case 'move':
        return focus.move(command.move, { isExtending: command.isExtending, pageRows: pageRows() });
      case 'label':
        return commands.label(focus.targets, command.verdict);
      case 'withdraw':
        return commands.label(focus.targets, undefined);
      case 'confirm':
        return commands.confirm(focus.targets);
      case 'toggle-selected':
        return focus.id !== undefined && focus.toggle(focus.id);
      case 'select-group':
        return groupInFocus !== undefined && focus.selectGroup(groupInFocus);
      case 'clear-selection':
        return focus.clearSelection();
      case 'next-open':
        return commands.goToNextOpen();
      case 'mark-page-seen':
        return markPage();
      case 'open-in-viewer':
        return focus.id !== undefined && commands.openInViewer(focus.id);
      case 'compare':
        return compare();
      case 'toggle-context':
        return view.setContext(!view.hasContext);
      case 'toggle-next':
        return toggleNext();
      case 'explain':
        return heat.toggle();
      case 'explain-next': {
        const row = focus.id === undefined ? -1 : table.ids.indexOf(focus.id);
        return row >= 0 && heat.chooseNext(table, row);
      }
      case 'undo':
        return commands.undo();
      case 'redo':
        return commands.redo();
    }
  };
  useReviewKeys(grid, carryOut);
  useReviewShortcuts();

  const newest = useRef({ focus, gallery, commands });
  newest.current = { focus, gallery, commands };
  const press = useCallback((cellId: number, event: MouseEvent) => {
    const now = newest.current;
    if (event.shiftKey) now.focus.extendTo(now.gallery.placeOf(cellId));
    else if (event.ctrlKey || event.metaKey) now.focus.toggle(cellId);
    else {
      now.focus.clearSelection();
      now.focus.focus(cellId);
    }
  }, []);
  const open = useCallback((cellId: number) => newest.current.commands.openInViewer(cellId), []);
  const jumpTo = (group: number) => {
    const row = layout.rows.find((one) => one.kind === 'crops' && one.group === group);
    const id = row?.kind === 'crops' ? gallery.idAt(row.from) : undefined;
    if (id !== undefined) focus.focus(id);
    grid.current?.focus();
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={pointerWithin}
      onDragStart={({ active }) => {
        const id = Number(active.id);
        setDragged(focus.selected.has(id) ? [...focus.selected] : [id]);
      }}
      onDragCancel={() => setDragged([])}
      onDragEnd={({ over }) => {
        const verdict = verdicts.find((one) => one === over?.id);
        if (verdict !== undefined) commands.label(dragged, verdict);
        setDragged([]);
      }}
    >
      <Box sx={{ flex: 1, minHeight: 0, display: 'flex' }}>
        <Box
          sx={{
            width: 190,
            flexShrink: 0,
            overflow: 'auto',
            bgcolor: 'panel',
            borderRight: 1,
            borderColor: 'divider',
          }}
        >
          <ClassRail table={table} onJump={jumpTo} />
          <MustSeeGate
            progress={progress}
            onNext={() => {
              commands.goToNextOpen();
              grid.current?.focus();
            }}
            onMarkPage={markPage}
            onReport={onReport}
          />
        </Box>
        <Box sx={{ flex: 1, minWidth: 0, display: 'flex', flexDirection: 'column' }}>
          <ReviewToolbar
            view={view}
            focus={focus}
            canCompare={canCompare}
            onCompare={compare}
            onNext={toggleNext}
          />
          {layout.cells.length === 0 ? (
            <EmptyState
              icon={<Undo />}
              title={t('filteredTitle')}
              text={t('filteredText')}
              actions={
                <Button variant="outlined" onClick={() => view.setFilter(openFilter)}>
                  {t('clearFilter')}
                </Button>
              }
            />
          ) : (
            <GalleryGrid
              gallery={gallery}
              focus={focus}
              cropPx={view.cropPx}
              edgePx={edgePx}
              grid={grid}
              onWidth={view.setWidthPx}
              onPress={press}
              onOpen={open}
            />
          )}
        </Box>
        <Box
          sx={{
            width: 312,
            flexShrink: 0,
            overflow: 'auto',
            bgcolor: 'panel',
            borderLeft: 1,
            borderColor: 'divider',
          }}
        >
          <FocusedCell
            table={table}
            id={focus.id}
            edgePx={commonEdgePx * contextFactor}
            umPerPx={umPerPx}
            heat={heat}
            onLabel={(verdict) => commands.label(focus.targets, verdict)}
          />
          <DifferentialPanel table={table} />
        </Box>
      </Box>
      <DragOverlay dropAnimation={null}>
        {dragged.length > 0 && (
          <Chip
            color="primary"
            label={t('dragged', { count: dragged.length, n: format.count(dragged.length) })}
          />
        )}
      </DragOverlay>
      {compared.length > 0 && (
        <CompareDialog
          table={table}
          cellIds={compared}
          edgePx={commonEdgePx}
          umPerPx={umPerPx}
          onClose={() => setCompared([])}
        />
      )}
    </DndContext>
  );
}
