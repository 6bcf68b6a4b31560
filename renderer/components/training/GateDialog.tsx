import { Box, Button, DialogActions, DialogContent, LinearProgress, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  answersForModels,
  canBeOverridden,
  type GateVerdict,
  leastReasonLength,
  needsAcknowledgement,
} from '../../../main/domain/gateVerdict.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { useJudgement } from '../../hooks/useGate.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { usePerson } from '../../hooks/usePerson.ts';
import { lab } from '../../lab.ts';
import { AcknowledgeUnmeasured } from './AcknowledgeUnmeasured.tsx';
import { OverrideForm } from './OverrideForm.tsx';
import { ShownVerdict } from './ShownVerdict.tsx';
import { VerdictCard } from './VerdictCard.tsx';
import { VerdictFrame } from './VerdictFrame.tsx';

/** Judges a model and shows what the gate says; before scans get it, activates it where it may be. */
export function GateDialog({
  fullName,
  isActivating,
  onClose,
}: {
  readonly fullName: string;
  /** false: the verdict is only looked at */
  readonly isActivating: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('training');
  const { query, doneFraction } = useJudgement(fullName);
  const close = () => {
    if (query.isFetching) void lab.cancelJudging({ fullName });
    onClose();
  };
  return (
    <VerdictFrame
      title={t(isActivating ? 'activate.title' : 'gate.verdictOf', { name: fullName })}
      query={query}
      waiting={<Measuring fullName={fullName} doneFraction={doneFraction} />}
      onClose={close}
    >
      {(verdict) =>
        isActivating ? (
          <Judged key={verdict.id} verdict={verdict} onClose={close} />
        ) : (
          <ShownVerdict verdict={verdict} onClose={close} />
        )
      }
    </VerdictFrame>
  );
}

function Measuring(given: { readonly fullName: string; readonly doneFraction: number | undefined }) {
  const { fullName, doneFraction } = given;
  const { t } = useTranslation('training');
  const format = useFormat();
  return (
    <Box sx={{ py: 4, maxWidth: 560, mx: 'auto' }} role="status">
      <Box sx={{ display: 'flex', gap: 2, mb: 1 }}>
        <Typography sx={{ flex: 1 }}>{t('gate.measuring', { name: fullName })}</Typography>
        {doneFraction !== undefined && <Typography>{format.percent(doneFraction, 0)}</Typography>}
      </Box>
      <LinearProgress
        aria-label={t('gate.progress')}
        variant={doneFraction === undefined ? 'indeterminate' : 'determinate'}
        value={100 * (doneFraction ?? 0)}
        sx={{ height: 8, borderRadius: 4 }}
      />
    </Box>
  );
}

/** The verdict with what may be done about it. */
function Judged({ verdict, onClose }: { readonly verdict: GateVerdict; readonly onClose: () => void }) {
  const { t } = useTranslation(['training', 'common']);
  const { fullName } = verdict.challenger;
  const notify = useNotify();
  const person = usePerson();
  const [isWaiting, setWaiting] = useState(false);
  const [isOverriding, setOverriding] = useState(false);
  const [reason, setReason] = useState('');
  const [isAcknowledged, setAcknowledged] = useState(false);
  const isRefused = verdict.decision === 'refused';
  const mayOverride = canBeOverridden(verdict) && person !== undefined && answersForModels(person.role);
  const isReady = isRefused
    ? isOverriding && reason.trim().length >= leastReasonLength
    : !needsAcknowledgement(verdict) || isAcknowledged;
  const activate = async () => {
    setWaiting(true);
    try {
      await lab.activateModel({
        fullName,
        ...(isRefused ? { override: { reason } } : {}),
        ...(needsAcknowledgement(verdict) ? { isUnmeasured: true } : {}),
      });
      notify.success(t('activate.done', { name: fullName }));
      onClose();
    } catch (error) {
      notify.error(error);
      setWaiting(false);
    }
  };
  return (
    <>
      <DialogContent dividers tabIndex={0} aria-label={t('gate.verdict')} role="region">
        <VerdictCard verdict={verdict} />
        {verdict.decision === 'unmeasured' && (
          <AcknowledgeUnmeasured verdict={verdict} isChecked={isAcknowledged} onCheck={setAcknowledged} />
        )}
        {isOverriding && <OverrideForm fullName={fullName} reason={reason} onChange={setReason} />}
      </DialogContent>
      <DialogActions sx={{ gap: 1 }}>
        <Typography variant="caption" color="textSecondary" sx={{ flex: 1, pl: 1 }}>
          {isRefused && !mayOverride
            ? t(canBeOverridden(verdict) ? 'gate.whoOverrides' : 'gate.noOverride')
            : person !== undefined && t('activate.person', { person: person.name })}
        </Typography>
        <Button color="secondary" autoFocus={!isReady && !mayOverride} onClick={onClose}>
          {isRefused && !mayOverride ? t('common:close') : t('common:cancel')}
        </Button>
        {isRefused && mayOverride && !isOverriding && (
          <Button variant="outlined" color="error" onClick={() => setOverriding(true)}>
            {`${t('gate.override')}…`}
          </Button>
        )}
        {(!isRefused || isOverriding) && (
          <Button
            variant="contained"
            color={isRefused ? 'error' : 'primary'}
            disabled={isWaiting || !isReady}
            onClick={() => void activate()}
          >
            {t(isRefused ? 'gate.overrideConfirm' : 'activate.confirm')}
          </Button>
        )}
      </DialogActions>
    </>
  );
}
