import { Box, Button } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useVerdict } from '../../hooks/useGate.ts';
import { GateDecision } from './GateDecision.tsx';
import { VerdictDialog } from './VerdictDialog.tsx';

/** What the gate said of a training's model on the control set: whether it forgot what the active one knows. */
export function RunVerdict({
  verdictId,
  modelName,
}: {
  readonly verdictId: string;
  readonly modelName: string;
}) {
  const { t } = useTranslation(['training', 'retraining']);
  const { data: verdict } = useVerdict(verdictId, t('gate.verdictGone'));
  const [isOpen, setOpen] = useState(false);
  if (verdict === undefined) return undefined;
  return (
    <Box component="section" aria-label={t('gate.verdict')} sx={{ display: 'grid', gap: 1 }}>
      <GateDecision verdict={verdict} />
      <Box>
        <Button onClick={() => setOpen(true)}>{t('retraining:run.verdict')}</Button>
      </Box>
      {isOpen && <VerdictDialog verdictId={verdictId} fullName={modelName} onClose={() => setOpen(false)} />}
    </Box>
  );
}
