import { Box, Button, Checkbox, FormControlLabel, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type GateVerdict, needsAcknowledgement } from '../../../main/domain/gateVerdict.ts';
import { useControlSet } from '../../hooks/useGate.ts';
import { ControlSetDialog } from './ControlSetDialog.tsx';

/** Without a control set: what it is for, how to get one, and the word of the person who goes on without. */
export function AcknowledgeUnmeasured(given: {
  readonly verdict: GateVerdict;
  readonly isChecked: boolean;
  readonly onCheck: (isChecked: boolean) => void;
}) {
  const { verdict, isChecked, onCheck } = given;
  const { t } = useTranslation('training');
  const { data: control } = useControlSet();
  const [isLocking, setLocking] = useState(false);
  return (
    <Box sx={{ mt: 2, maxWidth: 720 }}>
      <Typography variant="body2">{t('control.what')}</Typography>
      {control?.plan.problem !== undefined ? (
        <Typography variant="body2" color="textSecondary" sx={{ mt: 1 }}>
          {control.plan.problem}
        </Typography>
      ) : (
        <Button
          variant="outlined"
          sx={{ mt: 1.5 }}
          disabled={control === undefined}
          onClick={() => setLocking(true)}
        >
          {`${t('control.lock')}…`}
        </Button>
      )}
      {needsAcknowledgement(verdict) && (
        <FormControlLabel
          sx={{ mt: 2, alignItems: 'flex-start' }}
          control={
            <Checkbox
              sx={{ mt: -1 }}
              checked={isChecked}
              onChange={(event) => onCheck(event.target.checked)}
            />
          }
          label={t('gate.acknowledge', { name: verdict.challenger.fullName })}
        />
      )}
      {isLocking && control !== undefined && (
        <ControlSetDialog control={control} onClose={() => setLocking(false)} />
      )}
    </Box>
  );
}
