import { Box, Button } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { Verdict } from '../../../main/domain/cellClass.ts';
import { verdicts } from '../../../main/domain/verdict.ts';
import { useSettings } from '../../hooks/useSettings.ts';
import { useVerdictNames } from '../../hooks/useVerdictNames.ts';
import { ClassMark } from '../common/ClassMark.tsx';

/** Gives the selected cells a class; each button tells its key.
 *  @param standing what stands of the one cell now */
export function ClassButtons(given: {
  readonly standing: Verdict | undefined;
  readonly isReviewed: boolean;
  readonly onLabel: (verdict: Verdict | null) => void;
}) {
  const { standing, isReviewed, onLabel } = given;
  const { classes } = useSettings();
  const names = useVerdictNames();
  const { t } = useTranslation('viewer');
  return (
    <Box
      role="group"
      aria-label={t('cell.setClass')}
      sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 0.5, my: 1 }}
    >
      {verdicts.map((verdict) => (
        <Button
          key={verdict}
          variant="outlined"
          color="inherit"
          aria-pressed={isReviewed && standing === verdict}
          title={names[verdict].full}
          aria-keyshortcuts={classes[verdict].key || undefined}
          onClick={() => onLabel(verdict)}
          sx={{
            justifyContent: 'space-between',
            minWidth: 0,
            px: 1,
            borderColor: 'divider',
            fontWeight: 500,
            '&[aria-pressed="true"]': { borderColor: 'primary.main', bgcolor: 'action.selected' },
          }}
        >
          <ClassMark verdict={verdict} short />
          <Box
            component="kbd"
            sx={{ fontFamily: 'inherit', color: 'text.secondary', textTransform: 'uppercase' }}
          >
            {classes[verdict].key}
          </Box>
        </Button>
      ))}
      {isReviewed && (
        <Button color="inherit" sx={{ gridColumn: '1 / -1' }} onClick={() => onLabel(null)}>
          {t('cell.withdraw')}
        </Button>
      )}
    </Box>
  );
}
