import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { ReportVerification } from '../../../preload/contract/reportCalls.ts';
import { ErrorState } from '../common/ErrorState.tsx';
import { LoadingState } from '../common/LoadingState.tsx';
import { VerificationCard } from './VerificationCard.tsx';

export type VerifyState =
  | { readonly kind: 'checking' }
  | { readonly kind: 'done'; readonly verification: ReportVerification }
  | { readonly kind: 'failed'; readonly error: unknown };

/** The outcome of a verification. */
export function VerifyDialog(given: {
  readonly state: VerifyState;
  readonly onAgain: () => void;
  readonly onClose: () => void;
}) {
  const { state, onAgain, onClose } = given;
  const { t } = useTranslation(['reports', 'common']);
  return (
    <Dialog open onClose={onClose} aria-labelledby="verify-title" maxWidth="sm" fullWidth>
      <DialogTitle id="verify-title">{t('verify.title')}</DialogTitle>
      <DialogContent>
        {state.kind === 'checking' && <LoadingState label={t('verify.checking')} />}
        {state.kind === 'failed' && <ErrorState error={state.error} />}
        {state.kind === 'done' && <VerificationCard verification={state.verification} />}
      </DialogContent>
      <DialogActions>
        <Button onClick={onAgain}>{t('verify.again')}</Button>
        <Button variant="contained" onClick={onClose} autoFocus>
          {t('common:close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
