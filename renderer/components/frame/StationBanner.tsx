import { Alert, Collapse } from '@mui/material';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLabEvent } from '../../hooks/useLabEvent.ts';
import { lab } from '../../lab.ts';

const stateKey = ['station-state'] as const;

/** Says when the lab's own process is away, and that nothing is lost. */
export function StationBanner() {
  const { t } = useTranslation('common');
  const queries = useQueryClient();
  const { data: state = 'running' } = useQuery({
    queryKey: stateKey,
    queryFn: () => lab.readStationState({}),
  });
  useLabEvent('station-state', (event) => queries.setQueryData(stateKey, event.state));
  return (
    <Collapse in={state !== 'running'} unmountOnExit>
      <Alert severity={state === 'lost' ? 'warning' : 'info'} square role="status">
        {state === 'lost' ? t('frame.stationLost') : t('frame.stationStarting')}
      </Alert>
    </Collapse>
  );
}
