import { Box, Button, Dialog, DialogActions, DialogContent, DialogTitle, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useShortcutGroups } from '../../hooks/useShortcuts.tsx';

/** The keys of the page that is shown, and those that work everywhere. */
export function ShortcutSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('common');
  const groups = useShortcutGroups();
  return (
    <Dialog open onClose={onClose} maxWidth="md" fullWidth aria-labelledby="shortcuts-title">
      <DialogTitle id="shortcuts-title">{t('frame.shortcuts')}</DialogTitle>
      <DialogContent sx={{ columns: { sm: 2 }, columnGap: 4 }}>
        {groups.map(({ title, shortcuts }) => (
          <Box key={title} component="section" sx={{ mb: 3 }}>
            <Typography variant="overline" color="text.secondary" component="h3" sx={{ breakAfter: 'avoid' }}>
              {title}
            </Typography>
            <Box component="dl" sx={{ m: 0 }}>
              {shortcuts.map(({ keys, label }) => (
                <Box
                  key={keys}
                  sx={{
                    breakInside: 'avoid',
                    display: 'flex',
                    justifyContent: 'space-between',
                    gap: 2,
                    py: 0.5,
                    borderBottom: 1,
                    borderColor: 'divider',
                  }}
                >
                  <Typography component="dd" variant="body2" sx={{ m: 0, order: 1 }}>
                    {label}
                  </Typography>
                  <Box component="dt" sx={{ order: 2, whiteSpace: 'nowrap' }}>
                    <Box
                      component="kbd"
                      sx={{
                        px: 0.75,
                        py: 0.25,
                        border: 1,
                        borderColor: 'divider',
                        borderRadius: 1,
                        fontFamily: 'inherit',
                        fontSize: 12,
                      }}
                    >
                      {keys}
                    </Box>
                  </Box>
                </Box>
              ))}
            </Box>
          </Box>
        ))}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose} autoFocus>
          {t('close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
