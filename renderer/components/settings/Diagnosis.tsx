import CheckCircle from '@mui/icons-material/CheckCircleOutlined';
import ErrorIcon from '@mui/icons-material/ErrorOutlineOutlined';
import WarningAmber from '@mui/icons-material/WarningAmber';
import { Alert, Box, Button, LinearProgress, Typography } from '@mui/material';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { DiagnosisValues } from '../../../main/domain/diagnosisWords.ts';
import type { DiagnosisLine } from '../../../preload/contract/settingsCalls.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { lab } from '../../lab.ts';

const icons = {
  ok: <CheckCircle fontSize="small" color="success" />,
  missing: <WarningAmber fontSize="small" color="warning" />,
  failed: <ErrorIcon fontSize="small" color="error" />,
} as const;

/** The numbered self-check of the machine. */
export function Diagnosis() {
  const { t } = useTranslation('settings');
  const notify = useNotify();
  const { data, mutate, isPending } = useMutation({
    mutationFn: () => lab.diagnose({}),
    onError: notify.error,
  });
  const problemCount = data?.filter(({ state }) => state !== 'ok').length ?? 0;
  return (
    <Box sx={{ maxWidth: 760 }}>
      <Box sx={{ display: 'flex', gap: 1, mb: 1.5 }}>
        <Button variant="contained" disabled={isPending} onClick={() => mutate()}>
          {data === undefined ? t('diagnosis.run') : t('diagnosis.again')}
        </Button>
        <Button variant="outlined" onClick={() => void lab.openLogFolder({}).catch(notify.error)}>
          {t('diagnosis.logs')}
        </Button>
      </Box>
      {isPending && (
        <Box role="status">
          <Typography variant="body2" color="text.secondary">
            {t('diagnosis.running')}
          </Typography>
          <LinearProgress aria-label={t('diagnosis.running')} />
        </Box>
      )}
      {data !== undefined && !isPending && (
        <>
          <Alert severity={problemCount === 0 ? 'success' : 'warning'} variant="outlined" sx={{ mb: 1 }}>
            {problemCount === 0 ? t('diagnosis.allWell') : t('diagnosis.problems', { count: problemCount })}
          </Alert>
          <Box component="ol" sx={{ m: 0, p: 0, listStyle: 'none' }}>
            {data.map((line) => (
              <Line key={line.number} line={line} />
            ))}
          </Box>
        </>
      )}
    </Box>
  );
}

function Line({ line }: { readonly line: DiagnosisLine }) {
  const words = useTranslation('settings');
  // the lab gives each sentence the values of its places; the type of `t` asks for those of all sentences at once
  const t = words.t as unknown as (key: string, values?: DiagnosisValues) => string;
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gridTemplateColumns: '28px 24px 200px 1fr',
        gap: 1,
        py: 0.75,
        borderBottom: 1,
        borderColor: 'divider',
      }}
    >
      <Typography variant="body2" color="text.secondary">
        {line.number}.
      </Typography>
      <Box role="img" aria-label={t(`diagnosis.states.${line.state}`)}>
        {icons[line.state]}
      </Box>
      <Typography variant="body2" sx={{ fontWeight: 600 }}>
        {t(`diagnosis.things.${line.thing}`)}
      </Typography>
      <Box>
        <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>
          {t(`diagnosis.details.${line.detailKey}`, line.values)}
        </Typography>
        {line.remedyKey !== undefined && (
          <Typography variant="body2" color="warning.main">
            {t(`diagnosis.remedies.${line.remedyKey}`, line.values)}
          </Typography>
        )}
      </Box>
    </Box>
  );
}
