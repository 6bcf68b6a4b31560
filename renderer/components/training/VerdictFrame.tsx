import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { GateVerdict } from '../../../main/domain/gateVerdict.ts';
import { ErrorState } from '../common/ErrorState.tsx';

/** The window of a verdict: while it is fetched, where it cannot be had, and the verdict itself. */
export function VerdictFrame(given: {
  readonly title: string;
  readonly query: {
    readonly data: GateVerdict | undefined;
    readonly error: unknown;
    readonly isFetching: boolean;
    readonly refetch: () => unknown;
  };
  /** what is shown while it is fetched */
  readonly waiting: ReactNode;
  readonly onClose: () => void;
  /** content and actions of the dialog */
  readonly children: (verdict: GateVerdict) => ReactNode;
}) {
  const { title, query, waiting, onClose, children } = given;
  const { t } = useTranslation('common');
  const { data, error, isFetching, refetch } = query;
  const isMeasured = data?.challengerFigures !== undefined;
  return (
    <Dialog
      open
      onClose={onClose}
      aria-labelledby="verdict-title"
      maxWidth={isMeasured ? 'lg' : 'sm'}
      fullWidth
    >
      <DialogTitle id="verdict-title">{title}</DialogTitle>
      {isFetching || data === undefined ? (
        <>
          <DialogContent dividers>
            {isFetching ? waiting : <ErrorState error={error} onRetry={() => void refetch()} />}
          </DialogContent>
          <DialogActions>
            <Button color="secondary" onClick={onClose}>
              {t(isFetching ? 'cancel' : 'close')}
            </Button>
          </DialogActions>
        </>
      ) : (
        children(data)
      )}
    </Dialog>
  );
}
