import NavigateBefore from '@mui/icons-material/NavigateBeforeOutlined';
import NavigateNext from '@mui/icons-material/NavigateNextOutlined';
import WidthFull from '@mui/icons-material/WidthFullOutlined';
import ZoomIn from '@mui/icons-material/ZoomInOutlined';
import ZoomOut from '@mui/icons-material/ZoomOutOutlined';
import { Box, Divider, IconButton, Tooltip, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../hooks/useFormat.ts';
import { trueSize } from './zoomSteps.ts';

/** Pages and zoom of a PDF. */
export function PdfToolbar(given: {
  readonly page: number;
  /** 0 while it is opened */
  readonly pageCount: number;
  readonly scale: number;
  readonly isFitted: boolean;
  readonly onPage: (page: number) => void;
  readonly onZoom: (direction: 1 | -1) => void;
  readonly onFit: () => void;
}) {
  const { page, pageCount, scale, isFitted, onPage, onZoom, onFit } = given;
  const { t } = useTranslation('reports');
  const format = useFormat();
  const isOpen = pageCount > 0;
  const button = (label: string, icon: ReactElement, isEnabled: boolean, act: () => void) => (
    <Tooltip title={label}>
      <span>
        <IconButton aria-label={label} disabled={!isEnabled} onClick={act}>
          {icon}
        </IconButton>
      </span>
    </Tooltip>
  );
  return (
    <Box
      role="toolbar"
      aria-label={t('preview.toolbar')}
      sx={{
        display: 'flex',
        alignItems: 'center',
        justifyContent: 'center',
        gap: 0.5,
        height: 40,
        flexShrink: 0,
        borderBottom: 1,
        borderColor: 'divider',
        bgcolor: 'panel',
      }}
    >
      {button(t('preview.previous'), <NavigateBefore />, isOpen && page > 1, () => onPage(page - 1))}
      <Typography variant="body2" aria-live="polite" sx={{ minWidth: 96, textAlign: 'center' }}>
        {isOpen ? t('preview.page', { page: format.count(page), total: format.count(pageCount) }) : ''}
      </Typography>
      {button(t('preview.next'), <NavigateNext />, isOpen && page < pageCount, () => onPage(page + 1))}
      <Divider orientation="vertical" flexItem sx={{ mx: 1, my: 1 }} />
      {button(t('preview.zoomOut'), <ZoomOut />, isOpen, () => onZoom(-1))}
      <Typography variant="body2" sx={{ minWidth: 52, textAlign: 'center' }}>
        {isOpen ? format.percent(scale / trueSize, 0) : ''}
      </Typography>
      {button(t('preview.zoomIn'), <ZoomIn />, isOpen, () => onZoom(1))}
      {button(t('preview.fitWidth'), <WidthFull />, isOpen && !isFitted, onFit)}
    </Box>
  );
}
