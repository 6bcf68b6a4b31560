import { Alert, AlertTitle, Box } from '@mui/material';
import { useTranslation } from 'react-i18next';
import {
  type GateReason,
  type GateVerdict,
  isRefusal,
  type Proportion,
} from '../../../main/domain/gateVerdict.ts';
import { useFormat } from '../../hooks/useFormat.ts';

const severities = { allowed: 'success', refused: 'error', unmeasured: 'warning' } as const;

/** The decision, why, and what else should be known, in words. */
export function GateDecision({ verdict }: { readonly verdict: GateVerdict }) {
  const { t } = useTranslation('training');
  const words = useReasonWords(verdict);
  const { fullName } = verdict.challenger;
  const titles = {
    allowed: t('gate.allowed', { name: fullName }),
    refused: t('gate.refused', { name: fullName }),
    unmeasured: t('gate.unmeasured', { name: fullName }),
  } as const;
  const refusals = verdict.reasons.filter(({ reason }) => isRefusal(reason));
  const notes = verdict.reasons.filter(({ reason }) => !isRefusal(reason));
  return (
    <Alert severity={severities[verdict.decision]} variant="outlined">
      <AlertTitle component="h2" sx={{ fontWeight: 650 }}>
        {titles[verdict.decision]}
      </AlertTitle>
      {verdict.decision === 'allowed' && (
        <Box sx={{ mb: notes.length > 0 ? 0.5 : 0 }}>{t('gate.allowedText')}</Box>
      )}
      <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
        {[...refusals, ...notes].map((one) => (
          <li key={one.reason}>{words(one)}</li>
        ))}
      </Box>
    </Alert>
  );
}

/** A reason in the language of the window, from the figures of the verdict. */
function useReasonWords(verdict: GateVerdict): (one: GateVerdict['reasons'][number]) => string {
  const { t } = useTranslation('training');
  const format = useFormat();
  const sensitivity: Proportion | undefined = verdict.challengerFigures?.blastSensitivity;
  return ({ reason, detail }) => {
    const words: Readonly<Record<GateReason, string>> = {
      'model-damaged': t('gate.reasons.damaged', { detail }),
      'test-vectors-differ': t('gate.reasons.vectors', { detail }),
      'blast-sensitivity-below-floor': t('gate.reasons.belowFloor', {
        hits: format.count(sensitivity?.hits ?? 0),
        total: format.count(sensitivity?.count ?? 0),
        floor: format.percent(verdict.floor, 1),
      }),
      'worse-than-champion': t('gate.reasons.worse', { name: verdict.champion?.fullName ?? '' }),
      'no-control-set': t('gate.reasons.noControlSet'),
      'no-champion': t('gate.reasons.noChampion'),
      'champion-unusable': t('gate.reasons.championUnusable', { detail }),
      'challenger-made-before-lock': t('gate.reasons.olderThanSet', { name: verdict.challenger.fullName }),
      'champion-made-before-lock': t('gate.reasons.olderThanSet', { name: verdict.champion?.fullName ?? '' }),
    };
    return words[reason];
  };
}
