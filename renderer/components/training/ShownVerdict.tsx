import { Button, DialogActions, DialogContent } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { GateVerdict } from '../../../main/domain/gateVerdict.ts';
import { VerdictCard } from './VerdictCard.tsx';

/** A verdict that is only looked at. */
export function ShownVerdict({
  verdict,
  onClose,
}: {
  readonly verdict: GateVerdict;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(['training', 'common']);
  return (
    <>
      <DialogContent dividers tabIndex={0} role="region" aria-label={t('gate.verdict')}>
        <VerdictCard verdict={verdict} />
      </DialogContent>
      <DialogActions>
        <Button color="secondary" autoFocus onClick={onClose}>
          {t('common:close')}
        </Button>
      </DialogActions>
    </>
  );
}
