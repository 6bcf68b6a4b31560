import VisibilityOff from '@mui/icons-material/VisibilityOffOutlined';
import Visibility from '@mui/icons-material/VisibilityOutlined';
import { IconButton, InputAdornment, TextField } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** A password, hidden unless the person wants to see it. */
export function PasswordField(given: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly problem?: string | undefined;
  readonly hint?: string;
  readonly autoFocus?: boolean;
}) {
  const { label, value, onChange, problem, hint, autoFocus = false } = given;
  const { t } = useTranslation('reports');
  const [isShown, setShown] = useState(false);
  return (
    <TextField
      label={label}
      value={value}
      type={isShown ? 'text' : 'password'}
      autoComplete="off"
      fullWidth
      autoFocus={autoFocus}
      error={problem !== undefined}
      helperText={problem ?? hint}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{
        input: {
          endAdornment: (
            <InputAdornment position="end">
              <IconButton
                aria-label={isShown ? t('sign.hidePassword') : t('sign.showPassword')}
                onClick={() => setShown(!isShown)}
                edge="end"
              >
                {isShown ? <VisibilityOff fontSize="small" /> : <Visibility fontSize="small" />}
              </IconButton>
            </InputAdornment>
          ),
        },
      }}
    />
  );
}
