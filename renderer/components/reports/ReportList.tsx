import Verified from '@mui/icons-material/WorkspacePremiumOutlined';
import { Box, Typography } from '@mui/material';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportRow } from '../../../preload/contract/reportCalls.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { nameMeaning } from './nameMeaning.ts';

const rowPx = 76;

/** Signed reports as a list of which one is chosen; only those in sight are drawn. */
export function ReportList(given: {
  readonly reports: readonly ReportRow[];
  readonly selectedId: string | undefined;
  readonly onSelect: (report: ReportRow) => void;
}) {
  const { reports, selectedId, onSelect } = given;
  const { t } = useTranslation('reports');
  const format = useFormat();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: reports.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 6,
  });
  const selectedIndex = reports.findIndex(({ id }) => id === selectedId);
  const moveTo = (index: number) => {
    const report = reports[Math.min(reports.length - 1, Math.max(0, index))];
    if (report === undefined) return;
    rows.scrollToIndex(reports.indexOf(report));
    onSelect(report);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: selectedIndex + 1,
      ArrowUp: selectedIndex - 1,
      Home: 0,
      End: reports.length - 1,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    moveTo(target);
  };
  return (
    <Box
      ref={scroller}
      role="listbox"
      aria-label={t('list.label')}
      tabIndex={0}
      aria-activedescendant={selectedId === undefined ? undefined : `report-${selectedId}`}
      onKeyDown={onKeyDown}
      sx={{ flex: 1, minHeight: 0, overflow: 'auto' }}
    >
      <Box role="presentation" sx={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const report = reports[index];
          if (report === undefined) return null;
          const isSelected = report.id === selectedId;
          return (
            <Box
              key={report.id}
              id={`report-${report.id}`}
              role="option"
              aria-selected={isSelected}
              aria-posinset={index + 1}
              aria-setsize={reports.length}
              onClick={() => onSelect(report)}
              style={{ transform: `translateY(${start}px)` }}
              sx={{
                position: 'absolute',
                inset: '0 0 auto 0',
                height: rowPx,
                display: 'flex',
                alignItems: 'center',
                gap: 1.25,
                px: 2,
                cursor: 'pointer',
                borderBottom: 1,
                borderBottomColor: 'divider',
                borderLeft: 3,
                borderLeftColor: isSelected ? 'primary.main' : 'transparent',
                bgcolor: isSelected ? 'action.selected' : 'transparent',
                '&:hover': { bgcolor: 'action.hover' },
              }}
            >
              <Verified fontSize="small" sx={{ color: 'text.secondary' }} aria-hidden />
              <Box sx={{ minWidth: 0, flex: 1 }}>
                <Typography variant="body2" noWrap sx={{ fontWeight: 600 }}>
                  {report.slideName}
                </Typography>
                <Typography variant="caption" color="textSecondary" component="div" noWrap>
                  {`${report.reviewer}, ${nameMeaning(t, report.signatureMeaning)}`}
                </Typography>
                <Typography variant="caption" color="textSecondary" component="div" noWrap>
                  {format.dateTime(report.issuedAt)}
                  {!report.isFileThere && (
                    <Box component="span" sx={{ color: 'warning.main' }}>{` · ${t('list.fileGone')}`}</Box>
                  )}
                </Typography>
              </Box>
            </Box>
          );
        })}
      </Box>
    </Box>
  );
}
