import {
  Alert,
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogContentText,
  DialogTitle,
  TextField,
  Typography,
} from '@mui/material';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SigningKey } from '../../../preload/contract/reportCalls.ts';
import type { Grant } from '../../../preload/contract/shellCalls.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { lab } from '../../lab.ts';
import { ErrorText } from '../common/ErrorText.tsx';
import { PasswordField } from './PasswordField.tsx';

const leastPasswordLength = 8;

/** Creates a key that signs, or brings in the one that the lab has given. */
export function KeyDialog(given: {
  readonly kind: 'create' | 'import';
  /** on a new certificate */
  readonly personName: string;
  readonly onDone: (key: SigningKey) => void;
  readonly onClose: () => void;
}) {
  const { kind, personName, onDone, onClose } = given;
  const { t } = useTranslation(['reports', 'common']);
  const notify = useNotify();
  const [commonName, setCommonName] = useState(personName);
  const [password, setPassword] = useState('');
  const [repeated, setRepeated] = useState('');
  const [grant, setGrant] = useState<Grant | undefined>();
  const [isWorking, setWorking] = useState(false);
  const [error, setError] = useState<unknown>();
  const isCreate = kind === 'create';
  const isMismatch = isCreate && repeated !== '' && repeated !== password;
  const isReady = isCreate
    ? commonName.trim() !== '' && password.length >= leastPasswordLength && repeated === password
    : grant !== undefined && password !== '';

  const choose = async () => {
    const [chosen] = await lab.chooseFiles({ purpose: 'key' });
    if (chosen !== undefined) setGrant(chosen);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!isReady) return;
    setWorking(true);
    setError(undefined);
    try {
      const key =
        isCreate || grant === undefined
          ? await lab.createKey({ commonName: commonName.trim(), password })
          : await lab.importKey({ grants: [grant.id], password });
      notify.success(t(isCreate ? 'keys.created' : 'keys.imported', { name: key.commonName }));
      onDone(key);
    } catch (failure) {
      setError(failure);
      setWorking(false);
    }
  };
  const label = isCreate
    ? isWorking
      ? t('keys.creating')
      : t('keys.create')
    : isWorking
      ? t('keys.importing')
      : t('keys.import');
  return (
    <Dialog open onClose={onClose} aria-labelledby="key-title" maxWidth="xs" fullWidth>
      <Box component="form" onSubmit={(event) => void submit(event)}>
        <DialogTitle id="key-title">{isCreate ? t('keys.createTitle') : t('keys.importTitle')}</DialogTitle>
        <DialogContent sx={{ display: 'grid', gap: 2 }}>
          <DialogContentText>{isCreate ? t('keys.createText') : t('keys.importText')}</DialogContentText>
          {isCreate ? (
            <TextField
              label={t('keys.name')}
              value={commonName}
              onChange={(event) => setCommonName(event.target.value)}
              slotProps={{ htmlInput: { maxLength: 64 } }}
              fullWidth
            />
          ) : (
            <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.5 }}>
              <Button variant="outlined" onClick={() => void choose().catch(notify.error)} autoFocus>
                {t('keys.chooseFile')}
              </Button>
              <Typography variant="body2" noWrap>
                {grant?.name ?? t('keys.noFile')}
              </Typography>
            </Box>
          )}
          <PasswordField
            label={t('keys.password')}
            value={password}
            onChange={setPassword}
            {...(isCreate && { hint: t('keys.passwordHint') })}
          />
          {isCreate && (
            <PasswordField
              label={t('keys.repeat')}
              value={repeated}
              onChange={setRepeated}
              problem={isMismatch ? t('keys.mismatch') : undefined}
            />
          )}
          {error !== undefined && (
            <Alert severity="error" variant="outlined">
              <ErrorText error={error} />
            </Alert>
          )}
        </DialogContent>
        <DialogActions>
          <Button color="secondary" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" variant="contained" disabled={!isReady || isWorking}>
            {label}
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
}
