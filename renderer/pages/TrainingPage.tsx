import { Box, Skeleton, Tab, Tabs } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../components/common/ErrorState.tsx';
import { PageHeader } from '../components/common/PageHeader.tsx';
import { findPreviousModel } from '../components/training/findPreviousModel.ts';
import { GateDialog } from '../components/training/GateDialog.tsx';
import { ModelsView } from '../components/training/ModelsView.tsx';
import { RollBackDialog } from '../components/training/RollBackDialog.tsx';
import { TrainingView } from '../components/training/TrainingView.tsx';
import { useActivations, useModels } from '../hooks/useModels.ts';
import { useLabelledCells, useTrainingRuns } from '../hooks/useTraining.ts';

type Area = 'training' | 'models';
type Asked = { readonly fullName: string; readonly what: 'activate' | 'judge' | 'roll-back' };

/** Trainings on the lab's labels, and the models that came of them. */
export function TrainingPage() {
  const { t } = useTranslation('training');
  const [area, setArea] = useState<Area>('training');
  const [asked, setAsked] = useState<Asked | undefined>();
  const labels = useLabelledCells();
  const runs = useTrainingRuns();
  const models = useModels();
  const activations = useActivations();
  const failed = [labels, runs, models, activations].find(({ isError }) => isError);
  const active = models.data?.find(({ isActive }) => isActive);
  const previousName = findPreviousModel(activations.data ?? [], models.data ?? []);
  const activate = (fullName: string) => setAsked({ fullName, what: 'activate' });
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', height: '100%' }}>
      <PageHeader
        title={t('title')}
        subtitle={t('subtitle')}
        actions={
          <Tabs
            value={area}
            onChange={(_event, next: Area) => setArea(next)}
            aria-label={t('tabs.label')}
            sx={{ minHeight: 38 }}
          >
            {(['training', 'models'] as const).map((one) => (
              <Tab
                key={one}
                sx={{ minHeight: 38, py: 0 }}
                value={one}
                label={t(`tabs.${one}`)}
                id={`tab-${one}`}
                aria-controls="training-area"
              />
            ))}
          </Tabs>
        }
      />
      <Box role="tabpanel" id="training-area" aria-labelledby={`tab-${area}`} sx={{ flex: 1, minHeight: 0 }}>
        {failed !== undefined ? (
          <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
        ) : labels.data && runs.data && models.data && activations.data ? (
          area === 'training' ? (
            <TrainingView labels={labels.data} runs={runs.data} models={models.data} onActivate={activate} />
          ) : (
            <ModelsView
              models={models.data}
              activations={activations.data}
              previousName={previousName}
              onActivate={activate}
              onJudge={(fullName) => setAsked({ fullName, what: 'judge' })}
              onRollBack={() => previousName && setAsked({ fullName: previousName, what: 'roll-back' })}
            />
          )
        ) : (
          <Loading label={t('loading')} />
        )}
      </Box>
      {asked?.what === 'roll-back' && (
        <RollBackDialog
          fullName={asked.fullName}
          activeName={active?.fullName}
          onClose={() => setAsked(undefined)}
        />
      )}
      {(asked?.what === 'activate' || asked?.what === 'judge') && (
        <GateDialog
          fullName={asked.fullName}
          isActivating={asked.what === 'activate'}
          onClose={() => setAsked(undefined)}
        />
      )}
    </Box>
  );
}

function Loading({ label }: { readonly label: string }) {
  return (
    <Box
      role="status"
      aria-label={label}
      sx={{ display: 'grid', gridTemplateColumns: '344px 1fr', gap: 3, p: 2, height: '100%' }}
    >
      <Box sx={{ display: 'grid', gap: 2, alignContent: 'start' }}>
        <Skeleton variant="rounded" height={220} />
        <Skeleton variant="rounded" height={260} />
      </Box>
      <Box sx={{ display: 'grid', gap: 2, alignContent: 'start' }}>
        <Skeleton variant="rounded" height={64} />
        <Skeleton variant="rounded" height={240} />
      </Box>
    </Box>
  );
}
