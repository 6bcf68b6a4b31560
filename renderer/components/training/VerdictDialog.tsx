import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useVerdict } from '../../hooks/useGate.ts';
import { ErrorState } from '../common/ErrorState.tsx';
import { LoadingState } from '../common/LoadingState.tsx';
import { VerdictCard } from './VerdictCard.tsx';

/** What the gate had said when a model was activated. */
export function VerdictDialog(given: {
  readonly verdictId: string;
  readonly fullName: string;
  readonly onClose: () => void;
}) {
  const { verdictId, fullName, onClose } = given;
  const { t } = useTranslation(['training', 'common']);
  const { data, error, refetch } = useVerdict(verdictId);
  return (
    <Dialog open onClose={onClose} aria-labelledby="verdict-title" maxWidth="lg" fullWidth>
      <DialogTitle id="verdict-title">{t('gate.verdictOf', { name: fullName })}</DialogTitle>
      <DialogContent dividers tabIndex={0} role="region" aria-label={t('gate.verdict')}>
        {error !== null ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : data === undefined || data === null ? (
          <LoadingState label={t('loading')} />
        ) : (
          <VerdictCard verdict={data} />
        )}
      </DialogContent>
      <DialogActions>
        <Button color="secondary" autoFocus onClick={onClose}>
          {t('common:close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
