import {
  Alert,
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  MenuItem,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  TextField,
  Typography,
} from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cellClasses } from '../../../main/domain/cellClass.ts';
import type { ControlSet, ControlSetContents } from '../../../main/domain/controlSet.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { useControlSetContents } from '../../hooks/useGate.ts';
import { ClassMark } from '../common/ClassMark.tsx';
import { CopyHash } from '../common/CopyHash.tsx';
import { ErrorState } from '../common/ErrorState.tsx';
import { LoadingState } from '../common/LoadingState.tsx';
import { ClassCountList } from './ClassCountList.tsx';
import { useControlSetSource } from './useControlSetSource.ts';

/** What lies in the control set, of any of its versions. */
export function ControlSetContentsDialog(given: {
  /** newest last */
  readonly versions: readonly ControlSet[];
  readonly onClose: () => void;
}) {
  const { versions, onClose } = given;
  const { t } = useTranslation(['training', 'common']);
  const [version, setVersion] = useState(versions.at(-1)?.version ?? 1);
  const { data, error, refetch } = useControlSetContents(version);
  return (
    <Dialog open onClose={onClose} aria-labelledby="contents-title" maxWidth="md" fullWidth>
      <DialogTitle id="contents-title">{t('control.headingOf', { version })}</DialogTitle>
      <DialogContent dividers tabIndex={0} role="region" aria-label={t('control.contents')}>
        {versions.length > 1 && (
          <TextField
            select
            label={t('control.version')}
            value={version}
            onChange={({ target }) => setVersion(Number(target.value))}
            sx={{ mb: 2, minWidth: 160 }}
          >
            {versions.toReversed().map((one) => (
              <MenuItem key={one.version} value={one.version}>
                {one.version === versions.at(-1)?.version
                  ? t('control.versionNow', { version: one.version })
                  : String(one.version)}
              </MenuItem>
            ))}
          </TextField>
        )}
        {error !== null ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : data === undefined ? (
          <LoadingState label={t('control.checking')} />
        ) : (
          <Contents contents={data} />
        )}
      </DialogContent>
      <DialogActions>
        <Button color="secondary" autoFocus onClick={onClose}>
          {t('common:close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Contents({ contents }: { readonly contents: ControlSetContents }) {
  const { set, slides, problem } = contents;
  const { t } = useTranslation('training');
  const format = useFormat();
  const sourceOf = useControlSetSource();
  return (
    <Box sx={{ display: 'grid', gap: 1.5 }}>
      <Alert severity={problem === undefined ? 'success' : 'error'} variant="outlined" sx={{ py: 0 }}>
        {problem ?? t('control.whole')}
      </Alert>
      <Box>
        <ClassCountList counts={set.counts} />
        <Typography variant="body2" color="textSecondary" sx={{ mt: 0.5 }}>
          {`${sourceOf(set)}. ${t('control.lockedBy', { person: set.person, time: format.dateTime(set.at) })}.`}
        </Typography>
        <CopyHash hash={set.sha256} label={t('control.copyHash', { version: set.version })} />
      </Box>
      {slides.length > 0 && (
        <Table size="small" aria-label={t('control.slides')}>
          <TableHead>
            <TableRow>
              <TableCell>{t('control.slide')}</TableCell>
              {cellClasses.map((one) => (
                <TableCell key={one} align="right">
                  <ClassMark verdict={one} short />
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {slides.map(({ name, sha256, counts }) => (
              <TableRow key={sha256}>
                <TableCell component="th" scope="row" title={sha256}>
                  {name ?? t('control.slideGone', { hash: sha256.slice(0, 12) })}
                </TableCell>
                {cellClasses.map((one) => (
                  <TableCell key={one} align="right">
                    {format.count(counts[one])}
                  </TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Box>
  );
}
