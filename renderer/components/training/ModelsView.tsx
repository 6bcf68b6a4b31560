import Upload from '@mui/icons-material/FileUploadOutlined';
import Inventory from '@mui/icons-material/Inventory2Outlined';
import Undo from '@mui/icons-material/UndoOutlined';
import { Box, Button } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelActivation, ModelSummary } from '../../../main/domain/trainingRun.ts';
import { EmptyState } from '../common/EmptyState.tsx';
import { ActivationTimeline } from './ActivationTimeline.tsx';
import { BundleDialog } from './BundleDialog.tsx';
import { ControlSetCard } from './ControlSetCard.tsx';
import { ModelCardDialog } from './ModelCardDialog.tsx';
import { ModelsTable } from './ModelsTable.tsx';
import { useBundleWork } from './useBundleWork.ts';

/** Installed models, and which was active when. */
export function ModelsView(given: {
  readonly models: readonly ModelSummary[];
  readonly activations: readonly ModelActivation[];
  /** what a roll back would bring; undefined: nothing to go back to */
  readonly previousName: string | undefined;
  readonly onActivate: (fullName: string) => void;
  /** shows what the gate says of a model, without activating it */
  readonly onJudge: (fullName: string) => void;
  readonly onRollBack: () => void;
}) {
  const { models, activations, previousName, onActivate, onJudge, onRollBack } = given;
  const { t } = useTranslation('training');
  const [cardName, setCardName] = useState<string | undefined>();
  const bundles = useBundleWork();
  const card = models.find(({ fullName }) => fullName === cardName)?.card;
  if (models.length === 0)
    return <EmptyState icon={<Inventory />} title={t('models.none')} text={t('models.noneText')} />;
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 320px', height: '100%', minHeight: 0 }}>
      <Box sx={{ overflow: 'auto', p: 2, minWidth: 0 }}>
        <ModelsTable
          models={models}
          onShowCard={setCardName}
          onJudge={onJudge}
          onExport={bundles.exportModel}
          onActivate={onActivate}
        />
        <Button variant="outlined" startIcon={<Upload />} sx={{ mt: 2 }} onClick={bundles.importModel}>
          {`${t('bundle.import')}…`}
        </Button>
      </Box>
      <Box sx={{ overflow: 'auto', p: 2, borderLeft: 1, borderColor: 'divider' }}>
        <ControlSetCard />
        {previousName !== undefined && (
          <Button
            variant="outlined"
            startIcon={<Undo />}
            onClick={onRollBack}
            title={previousName}
            sx={{ mb: 2 }}
          >
            {`${t('models.rollBack')}…`}
          </Button>
        )}
        <ActivationTimeline activations={activations} />
      </Box>
      {bundles.work !== undefined && <BundleDialog work={bundles.work} onClose={bundles.close} />}
      {card !== undefined && <ModelCardDialog card={card} onClose={() => setCardName(undefined)} />}
    </Box>
  );
}
