import { Box, Button, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { Verdict } from '../../../main/domain/cellClass.ts';
import { type CellTable, standingAt, verdictAt } from '../../../main/domain/cellTable.ts';
import { verdicts } from '../../../main/domain/verdict.ts';
import { useSettings } from '../../hooks/useSettings.ts';
import { useVerdictNames } from '../../hooks/useVerdictNames.ts';
import { ClassMark } from '../common/ClassMark.tsx';
import type { HeatView } from '../explain/useHeatView.ts';
import { CellFacts } from './CellFacts.tsx';

/** The cell in focus, large and with its neighbours, and the classes as buttons. */
export function FocusedCell(given: {
  readonly table: CellTable;
  readonly id: number | undefined;
  readonly edgePx: number;
  readonly umPerPx: number | undefined;
  readonly heat: HeatView;
  readonly onLabel: (verdict: Verdict | undefined) => void;
}) {
  const { table, id, edgePx, umPerPx, heat, onLabel } = given;
  const { t } = useTranslation('review');
  const { classes } = useSettings();
  const names = useVerdictNames();
  const row = id === undefined ? -1 : table.ids.indexOf(id);
  const verdict = row < 0 ? undefined : verdictAt(table, row);
  return (
    <Box
      component="section"
      aria-label={t('inFocus')}
      sx={{
        ...{ p: 1.5, borderBottom: 1, borderColor: 'divider', display: 'grid', gap: 1 },
        gridTemplateColumns: 'minmax(0, 1fr)',
      }}
    >
      {row < 0 ? (
        <Typography color="text.secondary">{t('noFocus')}</Typography>
      ) : (
        <>
          <CellFacts table={table} row={row} edgePx={edgePx} picturePx={288} umPerPx={umPerPx} heat={heat} />
          <Box
            role="group"
            aria-label={t('keys.label')}
            sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 0.5 }}
          >
            {verdicts.map((one) => (
              <Button
                key={one}
                color="inherit"
                variant="outlined"
                title={names[one].full}
                aria-pressed={standingAt(table, row) === one}
                aria-keyshortcuts={classes[one].key || undefined}
                onClick={() => onLabel(one)}
                sx={{
                  justifyContent: 'flex-start',
                  borderColor: 'divider',
                  fontWeight: 500,
                  fontSize: 12,
                  px: 1,
                  py: 0.25,
                  minWidth: 0,
                  '&[aria-pressed="true"]': { borderColor: 'primary.main', bgcolor: 'action.selected' },
                }}
              >
                <ClassMark verdict={one} short />
              </Button>
            ))}
          </Box>
          {verdict !== undefined && (
            <Button color="inherit" onClick={() => onLabel(undefined)}>
              {t('withdraw')}
            </Button>
          )}
        </>
      )}
    </Box>
  );
}
