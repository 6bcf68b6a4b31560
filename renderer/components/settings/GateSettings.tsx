import { Stack, TextField } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answersForModels } from '../../../main/domain/gateVerdict.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { usePerson } from '../../hooks/usePerson.ts';
import { useSettings, useUpdateSettings } from '../../hooks/useSettings.ts';

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

/** A number that is saved when its field is left; one that does not fit is said at once and not saved. */
function NumberField(given: {
  readonly label: string;
  readonly hint: string;
  readonly value: number;
  readonly isDisabled: boolean;
  readonly isRight: (value: number) => boolean;
  readonly onSave: (value: number) => void;
}) {
  const { label, hint, value, isDisabled, isRight, onSave } = given;
  const [typed, setTyped] = useState<string | undefined>();
  const shown = typed ?? String(value);
  const number = shown.trim() === '' ? Number.NaN : Number(shown.trim().replace(',', '.'));
  const isWrong = !isRight(number);
  return (
    <TextField
      label={label}
      disabled={isDisabled}
      value={shown}
      error={isWrong}
      helperText={isWrong ? hint : undefined}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => {
        if (isWrong) return;
        setTyped(undefined);
        if (number !== value) onSave(number);
      }}
      slotProps={{ htmlInput: { inputMode: 'decimal' } }}
    />
  );
}
