import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';

/** Nothing is there, and what to do about it. */
export function EmptyState(given: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: ReactNode;
  readonly actions?: ReactNode;
}) {
  return (
    <Box
      sx={{
        display: 'flex',
        flexDirection: 'column',
        alignItems: 'center',
        justifyContent: 'center',
        textAlign: 'center',
        gap: 1,
        height: '100%',
        p: 4,
      }}
    >
      <Box sx={{ color: 'text.secondary', '& svg': { fontSize: 44 } }} aria-hidden>
        {given.icon}
      </Box>
      <Typography variant="h2" component="p">
        {given.title}
      </Typography>
      <Typography color="textSecondary" sx={{ maxWidth: 460, mb: 1 }}>
        {given.text}
      </Typography>
      {given.actions !== undefined && (
        <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', justifyContent: 'center' }}>
          {given.actions}
        </Box>
      )}
    </Box>
  );
}
