import { Box, Button, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelActivation } from '../../../main/domain/trainingRun.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { VerdictDialog } from './VerdictDialog.tsx';

/** Which model was made active, by whom and when; newest first. @param activations newest last */
export function ActivationTimeline({ activations }: { readonly activations: readonly ModelActivation[] }) {
  const { t } = useTranslation('training');
  const format = useFormat();
  const [shown, setShown] = useState<ModelActivation | undefined>();
  return (
    <Box component="section" aria-labelledby="history-title">
      <Typography id="history-title" variant="h2" sx={{ mb: 1.5 }}>
        {t('history.title')}
      </Typography>
      {activations.length === 0 && (
        <Typography variant="body2" color="textSecondary">
          {t('history.none')}
        </Typography>
      )}
      <Box component="ol" reversed sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {activations.toReversed().map((one, index) => (
          <Box
            component="li"
            key={`${one.at}-${one.fullName}`}
            sx={{ display: 'grid', gridTemplateColumns: '20px 1fr', gap: 1 }}
          >
            <Box aria-hidden sx={{ position: 'relative' }}>
              <Box sx={{ position: 'absolute', left: 7, top: 0, bottom: 0, width: 2, bgcolor: 'divider' }} />
              <Box
                sx={{
                  position: 'absolute',
                  left: 2,
                  top: 4,
                  width: 12,
                  height: 12,
                  borderRadius: '50%',
                  border: 2,
                  borderColor: 'primary.main',
                  bgcolor: index === 0 ? 'primary.main' : 'background.default',
                }}
              />
            </Box>
            <Box sx={{ pb: 2 }}>
              <Typography variant="body2">
                {one.isRollback ? t('history.rolledBack') : t('history.activated')}{' '}
                <Box component="span" sx={{ fontWeight: 600 }}>
                  {one.fullName}
                </Box>
              </Typography>
              <Typography variant="caption" color="textSecondary" component="div">
                {t('history.entry', { person: one.person, time: format.dateTime(one.at) })}
              </Typography>
              {one.overrideReason !== undefined && (
                <Typography variant="caption" color="warning" component="div">
                  {t('history.overridden', { reason: one.overrideReason })}
                </Typography>
              )}
              {one.isUnmeasured === true && (
                <Typography variant="caption" color="warning" component="div">
                  {t('history.unmeasured')}
                </Typography>
              )}
              <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
                <Typography variant="caption" color="textSecondary" component="code">
                  {one.sha256.slice(0, 12)}
                </Typography>
                {one.verdictId !== undefined && (
                  <Button
                    size="small"
                    sx={{ py: 0, minHeight: 24 }}
                    aria-label={t('gate.showVerdictOf', {
                      name: one.fullName,
                      time: format.dateTime(one.at),
                    })}
                    onClick={() => setShown(one)}
                  >
                    {`${t('gate.showVerdict')}…`}
                  </Button>
                )}
              </Box>
            </Box>
          </Box>
        ))}
      </Box>
      {shown?.verdictId !== undefined && (
        <VerdictDialog
          verdictId={shown.verdictId}
          fullName={shown.fullName}
          onClose={() => setShown(undefined)}
        />
      )}
    </Box>
  );
}
