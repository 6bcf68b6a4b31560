import { TextField } from '@mui/material';
import { useState } from 'react';

/** A number that is saved when its field is left; one that does not fit is said at once and not saved. */
export function NumberField(given: {
  readonly label: string;
  /** said where the number does not fit */
  readonly hint: string;
  /** said where it does */
  readonly help?: string | undefined;
  readonly value: number;
  readonly isDisabled?: boolean;
  readonly isRight: (value: number) => boolean;
  readonly onSave: (value: number) => void;
}) {
  const { label, hint, help, value, isDisabled = false, isRight, onSave } = given;
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
      helperText={isWrong ? hint : help}
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
