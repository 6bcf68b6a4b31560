import { Alert, TextField } from '@mui/material';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { leastReasonLength } from '../../../main/domain/gateVerdict.ts';

/** Why a refused model is activated all the same. */
export function OverrideForm(given: {
  readonly fullName: string;
  readonly reason: string;
  readonly onChange: (reason: string) => void;
}) {
  const { fullName, reason, onChange } = given;
  const { t } = useTranslation('training');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const missing = leastReasonLength - reason.trim().length;
  return (
    <Alert severity="warning" variant="outlined" sx={{ mt: 2, '& .MuiAlert-message': { flex: 1 } }}>
      {t('gate.overrideText', { name: fullName })}
      <TextField
        inputRef={field}
        label={t('gate.reason')}
        value={reason}
        onChange={(event) => onChange(event.target.value)}
        helperText={missing > 0 ? t('gate.reasonShort', { count: missing }) : t('gate.reasonKept')}
        multiline
        minRows={2}
        fullWidth
        sx={{ mt: 1.5 }}
        slotProps={{ htmlInput: { maxLength: 1000 } }}
      />
    </Alert>
  );
}
