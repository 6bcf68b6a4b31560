import { Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle } from '@mui/material';
import { useTranslation } from 'react-i18next';

/** Asks before slides that have a scan are scanned anew, and says what stays.
 *  @param given.slideCount of which `scannedCount` have a scan */
export function RescanDialog(given: {
  readonly slideCount: number;
  readonly scannedCount: number;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}) {
  const { slideCount, scannedCount, onConfirm, onClose } = given;
  const { t } = useTranslation(['worklist', 'common']);
  return (
    <Dialog open onClose={onClose} aria-labelledby="rescan-title" maxWidth="sm">
      <DialogTitle id="rescan-title">{t('rescan.title', { count: slideCount })}</DialogTitle>
      <DialogContent>
        {slideCount > 1 && (
          <DialogContentText gutterBottom>{t('rescan.scanned', { count: scannedCount })}</DialogContentText>
        )}
        <DialogContentText gutterBottom>{t('rescan.kept')}</DialogContentText>
        <DialogContentText>{t('rescan.anew')}</DialogContentText>
      </DialogContent>
      <DialogActions>
        <Button color="secondary" onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button
          variant="contained"
          autoFocus
          onClick={() => {
            onClose();
            onConfirm();
          }}
        >
          {t('actions.scanAgain')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
