import { Box, CircularProgress, Typography } from '@mui/material';

/** Something is on its way. @param label what, for people */
export function LoadingState({ label }: { readonly label: string }) {
  return (
    <Box
      role="status"
      sx={{ display: 'flex', alignItems: 'center', justifyContent: 'center', gap: 1.5, height: '100%', p: 4 }}
    >
      <CircularProgress size={20} aria-hidden />
      <Typography color="textSecondary">{label}</Typography>
    </Box>
  );
}
