import { Stack } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { answersForModels } from '../../../main/domain/gateVerdict.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { usePerson } from '../../hooks/usePerson.ts';
import { useSettings, useUpdateSettings } from '../../hooks/useSettings.ts';
import { NumberField } from './NumberField.tsx';

/** What a model must do on the control set, and how large that must be. */
export function GateSettings() {
  const { t } = useTranslation('settings');
  const { blastSensitivityFloor, leastControlBlasts, leastControlBenign } = useSettings();
  const update = useUpdateSettings();
  const notify = useNotify();
  const person = usePerson();
  const isDisabled = person === undefined || !answersForModels(person.role);
  const save = (change: Parameters<typeof update>[0]) => void update(change).catch(notify.error);
  const isCount = (value: number) => Number.isInteger(value) && value >= 1 && value <= 100_000;
  return (
    <Stack spacing={2} sx={{ maxWidth: 560 }}>
      <NumberField
        label={t('gate.floor')}
        hint={t('gate.floorWrong')}
        value={Math.round(blastSensitivityFloor * 1000) / 10}
        isDisabled={isDisabled}
        isRight={(value) => value >= 0 && value <= 100}
        onSave={(value) => save({ blastSensitivityFloor: value / 100 })}
      />
      <NumberField
        label={t('gate.leastBlasts')}
        hint={t('gate.leastWrong')}
        value={leastControlBlasts}
        isDisabled={isDisabled}
        isRight={isCount}
        onSave={(value) => save({ leastControlBlasts: value })}
      />
      <NumberField
        label={t('gate.leastBenign')}
        hint={t('gate.leastWrong')}
        value={leastControlBenign}
        isDisabled={isDisabled}
        isRight={isCount}
        onSave={(value) => save({ leastControlBenign: value })}
      />
    </Stack>
  );
}
