import { Alert, AlertTitle, Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LabError } from '../../../main/domain/labError.ts';
import type { Grant } from '../../../preload/contract/shellCalls.ts';
import { useAskedWork } from '../../hooks/useAskedWork.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { lab } from '../../lab.ts';
import { ErrorText } from '../common/ErrorText.tsx';
import { WorkProgress } from '../common/WorkProgress.tsx';

/** What goes on with a file that a person chose. */
export type BundleWork =
  | { readonly kind: 'export'; readonly fullName: string; readonly grant: Grant }
  | { readonly kind: 'import'; readonly grant: Grant };

/** Writes a model to a file or installs one from it: progress, a way to stop, and the reason where it is refused. */
export function BundleDialog({ work, onClose }: { readonly work: BundleWork; readonly onClose: () => void }) {
  const { t } = useTranslation(['training', 'common']);
  const notify = useNotify();
  const { progress, run, cancel } = useAskedWork();
  const [refusal, setRefusal] = useState<Error | undefined>();
  const isBegun = useRef(false);
  const fileName = work.grant.name;
  const carryOut = async () => {
    try {
      if (work.kind === 'export') {
        const { fullName, grant } = work;
        await run((requestId) => lab.exportModel({ fullName, requestId, grants: [grant.id] }));
        notify.success(t('bundle.exported', { name: fullName, file: fileName }));
      } else {
        const { fullName, isNew } = await run((requestId) =>
          lab.importModel({ requestId, grants: [work.grant.id] }),
        );
        notify.success(t(isNew ? 'bundle.imported' : 'bundle.known', { name: fullName }));
      }
      onClose();
    } catch (error) {
      if (error instanceof LabError && error.code === 'cancelled') onClose();
      else setRefusal(error instanceof Error ? error : new Error(String(error)));
    }
  };
  const newest = useRef(carryOut);
  newest.current = carryOut;
  useEffect(() => {
    // once: an effect may run twice under development
    if (isBegun.current) return;
    isBegun.current = true;
    void newest.current();
  }, []);
  const title =
    work.kind === 'export'
      ? t('bundle.exportTitle', { name: work.fullName })
      : t('bundle.importTitle', { file: fileName });
  return (
    <Dialog
      open
      onClose={refusal === undefined ? cancel : onClose}
      aria-labelledby="bundle-title"
      maxWidth="sm"
      fullWidth
    >
      <DialogTitle id="bundle-title">{title}</DialogTitle>
      <DialogContent>
        {refusal === undefined ? (
          <WorkProgress
            label={t(work.kind === 'export' ? 'bundle.exporting' : 'bundle.importing')}
            progress={progress}
          />
        ) : (
          <Alert severity="error" variant="outlined">
            <AlertTitle>{t(work.kind === 'export' ? 'bundle.notExported' : 'bundle.notImported')}</AlertTitle>
            <ErrorText error={refusal} />
          </Alert>
        )}
      </DialogContent>
      <DialogActions>
        <Button color="secondary" autoFocus onClick={refusal === undefined ? cancel : onClose}>
          {t(refusal === undefined ? 'common:cancel' : 'common:close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
