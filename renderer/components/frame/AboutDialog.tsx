import { Box, Button, Dialog, DialogActions, DialogContent, DialogTitle, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../hooks/useFormat.ts';
import { lab } from '../../lab.ts';

/** Versions, the database, what is inside, and what the program is for. */
export function AboutDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('common');
  const format = useFormat();
  const { data: shell } = useQuery({ queryKey: ['about', 'shell'], queryFn: () => lab.readShellAbout({}) });
  const { data: station } = useQuery({
    queryKey: ['about', 'station'],
    queryFn: () => lab.readStationAbout({}),
  });
  const facts: readonly (readonly [string, string])[] = [
    [
      t('about.runsOn'),
      shell === undefined || station === undefined
        ? '…'
        : `Electron ${shell.electronVersion}, Chromium ${shell.chromiumVersion}, Node ${station.nodeVersion}, ${shell.platform}`,
    ],
    [
      t('about.database'),
      station === undefined
        ? '…'
        : `${station.databasePath} (${format.bytes(station.databaseSizeBytes)}; ${t('about.contents', { slides: format.count(station.slideCount), cells: format.count(station.cellCount) })})`,
    ],
    [t('about.auditHead'), station?.auditHeadHash ?? '…'],
  ];
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="about-title">
      <DialogTitle id="about-title">{t('about.title')}</DialogTitle>
      <DialogContent>
        <Typography variant="h2" component="p">
          {t('about.version', { version: station?.programVersion ?? '…' })}
        </Typography>
        <Typography sx={{ my: 2 }}>{t('about.notice')}</Typography>
        <Box component="dl" sx={{ m: 0 }}>
          {facts.map(([name, value]) => (
            <Box key={name} sx={{ mb: 1 }}>
              <Typography component="dt" variant="caption" color="text.secondary">
                {name}
              </Typography>
              <Typography
                component="dd"
                variant="body2"
                sx={{ m: 0, overflowWrap: 'anywhere', userSelect: 'text' }}
              >
                {value}
              </Typography>
            </Box>
          ))}
        </Box>
        <Box component="details" sx={{ mt: 2 }}>
          <Typography component="summary" variant="body2" sx={{ cursor: 'pointer' }}>
            {t('about.licences', { count: shell?.licences.length ?? 0 })}
          </Typography>
          <Box component="ul" sx={{ pl: 2, m: 0, mt: 1, fontSize: 12 }}>
            {shell?.licences.map(({ name, version, licence }) => (
              <li key={`${name} ${version}`}>{`${name} ${version}: ${licence}`}</li>
            ))}
          </Box>
        </Box>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose} autoFocus>
          {t('close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
