import { Box } from '@mui/material';
import { useTranslation } from 'react-i18next';

/** How a cell is cut in two, while that is being done. */
export function CutHint() {
  const { t } = useTranslation('viewer');
  return (
    <Box
      role="status"
      sx={{
        position: 'absolute',
        top: 12,
        left: 16,
        right: 16,
        mx: 'auto',
        width: 'fit-content',
        px: 1.5,
        py: 0.75,
        borderRadius: 1,
        bgcolor: 'rgba(255,255,255,0.92)',
        color: '#111418',
        fontSize: 13,
        pointerEvents: 'none',
      }}
    >
      {t('cutHint')}
    </Box>
  );
}
