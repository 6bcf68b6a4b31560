import CreateNewFolder from '@mui/icons-material/CreateNewFolderOutlined';
import DeleteOutline from '@mui/icons-material/DeleteOutlined';
import {
  Alert,
  Box,
  Button,
  FormControlLabel,
  IconButton,
  Stack,
  Switch,
  Tooltip,
  Typography,
} from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { FolderState } from '../../../main/domain/watchedFolder.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { useSettings, useUpdateSettings } from '../../hooks/useSettings.ts';
import { useWatchedFolders } from '../../hooks/useWatchedFolders.ts';
import { lab } from '../../lab.ts';
import { ErrorText } from '../common/ErrorText.tsx';
import { NumberField } from '../settings/NumberField.tsx';

/** Folders from which slides are taken as they come. */
export function FolderSettings() {
  const { t } = useTranslation('batch');
  const { stableSeconds } = useSettings();
  const update = useUpdateSettings();
  const notify = useNotify();
  const { data: folders, error, run } = useWatchedFolders();
  const add = async () => {
    const [grant] = await lab.chooseFiles({ purpose: 'slide-folder' });
    if (grant !== undefined) await run(() => lab.watchFolder({ grants: [grant.id], isPolled: false }));
  };
  return (
    <Stack spacing={2} sx={{ maxWidth: 560, mt: 3 }}>
      <Box>
        <Typography variant="h3">{t('folders.title')}</Typography>
        <Typography variant="body2" color="text.secondary">
          {t('folders.intro')}
        </Typography>
      </Box>
      {error !== null && (
        <Alert severity="error" variant="outlined">
          <ErrorText error={error} />
        </Alert>
      )}
      {folders !== undefined && folders.length > 0 && (
        <Box component="ul" aria-label={t('folders.title')} sx={{ m: 0, p: 0, listStyle: 'none' }}>
          {folders.map((folder) => (
            <FolderLine
              key={folder.id}
              folder={folder}
              onPoll={(isPolled) => void run(() => lab.changeWatchedFolder({ id: folder.id, isPolled }))}
              onRemove={() => void run(() => lab.unwatchFolder({ id: folder.id }))}
            />
          ))}
        </Box>
      )}
      <Box>
        <Button
          variant="outlined"
          startIcon={<CreateNewFolder />}
          onClick={() => void add().catch(notify.error)}
        >
          {t('folders.add')}
        </Button>
      </Box>
      <NumberField
        label={t('folders.stable')}
        help={t('folders.stableHint')}
        hint={t('folders.stableWrong')}
        value={stableSeconds}
        isRight={(value) => value >= 1 && value <= 86_400}
        onSave={(value) => void update({ stableSeconds: value }).catch(notify.error)}
      />
    </Stack>
  );
}

function FolderLine(given: {
  readonly folder: FolderState;
  readonly onPoll: (isPolled: boolean) => void;
  readonly onRemove: () => void;
}) {
  const { folder, onPoll, onRemove } = given;
  const { t } = useTranslation('batch');
  const { path, isPolled, problem } = folder;
  return (
    <Box component="li" sx={{ borderTop: 1, borderColor: 'divider', py: 1 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
        <Typography sx={{ flex: 1, fontWeight: 600, overflowWrap: 'anywhere' }}>{path}</Typography>
        <Tooltip title={t('folders.remove')}>
          <IconButton size="small" aria-label={t('folders.removeOf', { path })} onClick={onRemove}>
            <DeleteOutline fontSize="small" />
          </IconButton>
        </Tooltip>
      </Box>
      <Typography variant="body2" color={problem === undefined ? 'text.secondary' : 'error.main'}>
        {problem === undefined ? t('folders.watched') : t('folders.away')}
        {problem !== undefined && (
          <Box component="span" lang="en" sx={{ display: 'block', color: 'text.secondary' }}>
            {problem}
          </Box>
        )}
      </Typography>
      <FormControlLabel
        sx={{ ml: 0 }}
        control={
          <Switch size="small" checked={isPolled} onChange={(event) => onPoll(event.target.checked)} />
        }
        label={<Typography variant="body2">{t('folders.polled')}</Typography>}
      />
    </Box>
  );
}
