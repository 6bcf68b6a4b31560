import {
  Alert,
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControl,
  FormControlLabel,
  FormLabel,
  LinearProgress,
  MenuItem,
  Radio,
  RadioGroup,
  TextField,
  Typography,
} from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SlideId } from '../../../main/domain/slide.ts';
import type { ReportRow } from '../../../preload/contract/reportCalls.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { usePerson } from '../../hooks/usePerson.ts';
import { useSigningKeys } from '../../hooks/useReports.ts';
import { lab } from '../../lab.ts';
import { ErrorText } from '../common/ErrorText.tsx';
import { KeyDialog } from './KeyDialog.tsx';
import { PasswordField } from './PasswordField.tsx';

/** Signs the report of a slide in the name of who works. */
export function SignDialog(given: {
  readonly slideId: SlideId;
  readonly slideName: string;
  readonly onSigned: (report: ReportRow) => void;
  readonly onClose: () => void;
}) {
  const { slideId, slideName, onSigned, onClose } = given;
  const { t } = useTranslation(['reports', 'common']);
  const format = useFormat();
  const person = usePerson();
  const keys = useSigningKeys();
  const queries = useQueryClient();
  const [meaning, setMeaning] = useState<'reviewed' | 'approved'>('reviewed');
  const [chosenKeyId, setKeyId] = useState<string | undefined>();
  const [password, setPassword] = useState('');
  const [isSigning, setSigning] = useState(false);
  const [error, setError] = useState<unknown>();
  const [keyDialog, setKeyDialog] = useState<'create' | 'import' | undefined>();
  const now = new Date().toISOString();
  const isExpired = (validUntil: string | undefined) => validUntil !== undefined && validUntil < now;
  const keyId = chosenKeyId ?? keys.data?.find(({ validUntil }) => !isExpired(validUntil))?.id ?? '';
  const isReady = person !== undefined && keyId !== '' && password !== '';

  const sign = async (event: FormEvent) => {
    event.preventDefault();
    if (!isReady || isSigning) return;
    setSigning(true);
    setError(undefined);
    try {
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      onSigned(await lab.signReport({ slideId, keyId, password, meaning, timeZone }));
    } catch (failure) {
      setError(failure);
      setSigning(false);
    }
  };
  return (
    <>
      <Dialog
        open={keyDialog === undefined}
        onClose={() => !isSigning && onClose()}
        aria-labelledby="sign-title"
        maxWidth="xs"
        fullWidth
      >
        <Box component="form" onSubmit={(event) => void sign(event)}>
          <DialogTitle id="sign-title">{t('sign.title', { slide: slideName })}</DialogTitle>
          {isSigning && <LinearProgress aria-label={t('sign.signing')} />}
          <DialogContent sx={{ display: 'grid', gap: 2 }}>
            {person === undefined ? (
              <Alert severity="warning" variant="outlined">
                {t('sign.noPerson')}
              </Alert>
            ) : (
              <Box>
                <Typography variant="caption" color="textSecondary">
                  {t('sign.person')}
                </Typography>
                <Typography sx={{ fontWeight: 600 }}>
                  {`${person.name}, ${t(`common:role.${person.role}`)}`}
                </Typography>
              </Box>
            )}
            <FormControl>
              <FormLabel id="meaning-label">{t('sign.meaning')}</FormLabel>
              <RadioGroup
                row
                aria-labelledby="meaning-label"
                value={meaning}
                onChange={(_event, value) => setMeaning(value === 'approved' ? 'approved' : 'reviewed')}
              >
                <FormControlLabel
                  value="reviewed"
                  control={<Radio size="small" />}
                  label={t('sign.reviewed')}
                />
                <FormControlLabel
                  value="approved"
                  control={<Radio size="small" />}
                  label={t('sign.approved')}
                />
              </RadioGroup>
            </FormControl>
            {keys.data !== undefined && keys.data.length > 0 ? (
              <TextField
                select
                label={t('sign.key')}
                value={keyId}
                onChange={(event) => setKeyId(event.target.value)}
                fullWidth
              >
                {keys.data.map(({ id, commonName, validUntil }) => (
                  <MenuItem key={id} value={id} disabled={isExpired(validUntil)}>
                    {validUntil === undefined
                      ? commonName
                      : `${commonName}, ${t(isExpired(validUntil) ? 'sign.expired' : 'sign.validUntil', { time: format.date(validUntil) })}`}
                  </MenuItem>
                ))}
              </TextField>
            ) : (
              keys.data !== undefined && <Typography variant="body2">{t('sign.noKeys')}</Typography>
            )}
            {keys.isError && (
              <Alert severity="error" variant="outlined">
                <ErrorText error={keys.error} />
              </Alert>
            )}
            <Box sx={{ display: 'flex', gap: 1, mt: -1 }}>
              <Button onClick={() => setKeyDialog('create')}>{t('sign.createKey')}</Button>
              <Button onClick={() => setKeyDialog('import')}>{t('sign.importKey')}</Button>
            </Box>
            <PasswordField label={t('sign.password')} value={password} onChange={setPassword} />
            {error !== undefined && (
              <Alert severity="error" variant="outlined">
                <ErrorText error={error} />
              </Alert>
            )}
            <Typography variant="caption" color="textSecondary">
              {t('sign.frozen')}
            </Typography>
          </DialogContent>
          <DialogActions>
            <Button color="secondary" onClick={onClose} disabled={isSigning}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" variant="contained" disabled={!isReady || isSigning}>
              {isSigning ? t('sign.signing') : t('sign.sign')}
            </Button>
          </DialogActions>
        </Box>
      </Dialog>
      {keyDialog !== undefined && (
        <KeyDialog
          kind={keyDialog}
          personName={person?.name ?? ''}
          onClose={() => setKeyDialog(undefined)}
          onDone={(key) => {
            void queries.invalidateQueries({ queryKey: ['signing-keys'] });
            setKeyId(key.id);
            setKeyDialog(undefined);
          }}
        />
      )}
    </>
  );
}
