import AutoAwesome from '@mui/icons-material/AutoAwesome';
import DriveFolderUpload from '@mui/icons-material/DriveFolderUpload';
import Inbox from '@mui/icons-material/Inbox';
import SearchOff from '@mui/icons-material/SearchOff';
import Summarize from '@mui/icons-material/SummarizeOutlined';
import UploadFile from '@mui/icons-material/UploadFile';
import { Box, Button } from '@mui/material';
import { type KeyboardEvent, useDeferredValue, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { isBlastBySettings } from '../../main/domain/isBlastBySettings.ts';
import type { WorklistRow } from '../../main/domain/worklist.ts';
import { SummaryDialog } from '../components/batch/SummaryDialog.tsx';
import { EmptyState } from '../components/common/EmptyState.tsx';
import { ErrorState } from '../components/common/ErrorState.tsx';
import { LoadingState } from '../components/common/LoadingState.tsx';
import { PageHeader } from '../components/common/PageHeader.tsx';
import { arrangeRows, everySlide, type WorklistOrder } from '../components/worklist/arrangeRows.ts';
import { DropArea } from '../components/worklist/DropArea.tsx';
import { RescanDialog } from '../components/worklist/RescanDialog.tsx';
import { SlideDetails } from '../components/worklist/SlideDetails.tsx';
import { useSelection } from '../components/worklist/useSelection.ts';
import { WorklistBar } from '../components/worklist/WorklistBar.tsx';
import { WorklistTable } from '../components/worklist/WorklistTable.tsx';
import { useAddSlides } from '../hooks/useAddSlides.ts';
import { useFormat } from '../hooks/useFormat.ts';
import { rememberSlide } from '../hooks/useLastSlide.ts';
import { useNotify } from '../hooks/useNotify.tsx';
import { useSettings } from '../hooks/useSettings.ts';
import { useShortcuts } from '../hooks/useShortcuts.tsx';
import { useWorklist } from '../hooks/useWorklist.ts';
import { lab } from '../lab.ts';
import { reportsPath, reviewPath, viewerPath } from '../routes.ts';

const noRows: readonly WorklistRow[] = [];

/** Every slide of the lab: what was found, what is being done, what needs a person. */
export function WorklistPage() {
  const { t } = useTranslation(['worklist', 'batch']);
  const format = useFormat();
  const notify = useNotify();
  const [, navigate] = useLocation();
  const { classes } = useSettings();
  const { data, error, isPending, refetch } = useWorklist();
  const { choose, drop, addDemo } = useAddSlides();
  const [choice, setChoice] = useState(everySlide);
  const [order, setOrder] = useState<WorklistOrder>({ column: 'added', isDescending: true });
  const searchField = useRef<HTMLInputElement>(null);
  const [isAsking, setAsking] = useState(false);
  const [isSummaryShown, setSummaryShown] = useState(false);
  const wanted = useDeferredValue(choice);
  const all = data?.rows ?? noRows;
  const rows = useMemo(
    () => arrangeRows(all, { ...wanted, order, isBlast: isBlastBySettings(classes) }),
    [all, wanted, order, classes],
  );
  const selection = useSelection(rows);
  const focused = all.find(({ slideId }) => slideId === selection.focusedId);
  const selectedIds = [...selection.selected];

  const act = (work: () => Promise<unknown>) => void work().catch(notify.error);
  const open = (row: WorklistRow, page: 'review' | 'viewer' | 'report') => {
    rememberSlide(row.slideId);
    if (page === 'report') navigate(reportsPath(row.slideId));
    else
      navigate(
        page === 'viewer' || row.scan === undefined ? viewerPath(row.slideId) : reviewPath(row.slideId),
      );
  };
  const scannedCount = all.filter(
    ({ slideId, scan }) => scan !== undefined && selection.selected.has(slideId),
  ).length;
  const scanAgain = () => act(() => lab.scanAgain({ slideIds: selectedIds, isForced: true }));
  // what has no scan has nothing that could be lost
  const askToScanAgain = () => (scannedCount > 0 ? setAsking(true) : scanAgain());

  const hearKeys = (event: KeyboardEvent) => {
    const key = event.key.toLowerCase();
    const isControl = event.ctrlKey || event.metaKey;
    if (event.key === 'ArrowDown') selection.move(1, event);
    else if (event.key === 'ArrowUp') selection.move(-1, event);
    else if (event.key === 'PageDown') selection.move(10, event);
    else if (event.key === 'PageUp') selection.move(-10, event);
    else if (event.key === 'Home') selection.move(-rows.length, event);
    else if (event.key === 'End') selection.move(rows.length, event);
    else if (event.key === 'Escape') selection.clear();
    else if (isControl && key === 'a') selection.selectAll();
    else if (focused !== undefined && event.key === 'Enter') open(focused, 'review');
    else if (focused !== undefined && key === 'v' && !isControl) open(focused, 'viewer');
    else if (focused?.scan !== undefined && key === 'r' && !isControl) open(focused, 'report');
    else if (selectedIds.length > 0 && key === 's' && !isControl) askToScanAgain();
    else if (key === '/' && !isControl) searchField.current?.focus();
    else return;
    event.preventDefault();
  };
  useShortcuts(t('keys.title'), [
    { keys: '↑ ↓', label: t('keys.move') },
    { keys: 'Enter', label: t('keys.open') },
    { keys: 'V', label: t('keys.view') },
    { keys: 'R', label: t('keys.report') },
    { keys: 'S', label: t('keys.rescan') },
    { keys: 'Ctrl+A', label: t('keys.selectAll') },
    { keys: '/', label: t('keys.search') },
  ]);

  const addButtons = (
    <Box sx={{ display: 'flex', gap: 1 }} data-tour="add">
      {all.length > 0 && (
        <Button color="inherit" startIcon={<Summarize />} onClick={() => setSummaryShown(true)}>
          {t('batch:show')}
        </Button>
      )}
      <Button
        variant="contained"
        startIcon={<DriveFolderUpload />}
        onClick={() => void choose('slide-folder')}
      >
        {t('addFolder')}
      </Button>
      <Button variant="outlined" startIcon={<UploadFile />} onClick={() => void choose('slide-files')}>
        {t('addFiles')}
      </Button>
      <Button variant="outlined" startIcon={<AutoAwesome />} onClick={() => void addDemo()}>
        {t('addDemo')}
      </Button>
    </Box>
  );
  const isFiltered = rows.length !== all.length;
  return (
    <DropArea onDrop={(files) => void drop(files)}>
      <PageHeader
        title={t('title')}
        subtitle={
          isFiltered
            ? t('subtitleFiltered', { shown: format.count(rows.length), count: all.length })
            : t('subtitle', { count: all.length })
        }
        actions={all.length > 0 && addButtons}
      />
      {isPending && <LoadingState label={t('title')} />}
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data !== undefined && all.length === 0 && (
        <EmptyState icon={<Inbox />} title={t('empty.title')} text={t('empty.text')} actions={addButtons} />
      )}
      {data !== undefined && all.length > 0 && (
        <>
          <WorklistBar
            choice={choice}
            onChoice={setChoice}
            searchField={searchField}
            selectedIds={selectedIds}
            queue={data.queue}
            onScanAgain={askToScanAgain}
          />
          {rows.length === 0 ? (
            <EmptyState
              icon={<SearchOff />}
              title={t('empty.filtered')}
              text={t('empty.filteredText')}
              actions={
                <Button variant="outlined" onClick={() => setChoice(everySlide)}>
                  {t('empty.clear')}
                </Button>
              }
            />
          ) : (
            <Box sx={{ display: 'flex', flex: 1, minHeight: 0 }}>
              <WorklistTable
                rows={rows}
                queue={data.queue}
                order={order}
                onOrder={setOrder}
                selected={selection.selected}
                focusedId={selection.focusedId}
                onPick={(row, event) => selection.pick(row.slideId, event)}
                onOpen={(row) => open(row, 'review')}
                onKeyDown={hearKeys}
              />
              {focused !== undefined && (
                <SlideDetails
                  row={focused}
                  onClose={selection.clear}
                  onView={() => open(focused, 'viewer')}
                  onReview={() => open(focused, 'review')}
                  onReport={() => open(focused, 'report')}
                  onRetry={() => act(() => lab.scanAgain({ slideIds: [focused.slideId], isForced: false }))}
                />
              )}
            </Box>
          )}
        </>
      )}
      {isSummaryShown && (
        <SummaryDialog
          onOpen={(slideId) => {
            rememberSlide(slideId);
            navigate(reviewPath(slideId));
          }}
          onClose={() => setSummaryShown(false)}
        />
      )}
      {isAsking && (
        <RescanDialog
          slideCount={selectedIds.length}
          scannedCount={scannedCount}
          onConfirm={scanAgain}
          onClose={() => setAsking(false)}
        />
      )}
    </DropArea>
  );
}
