import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';

/** Title of a page and what can be done on it. */
export function PageHeader(given: {
  readonly title: string;
  readonly subtitle?: ReactNode;
  readonly actions?: ReactNode;
}) {
  return (
    <Box
      component="header"
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 2,
        px: 2,
        minHeight: 56,
        py: 0.75,
        borderBottom: 1,
        borderColor: 'divider',
      }}
    >
      <Box sx={{ minWidth: 0, flex: 1 }}>
        <Typography variant="h1" noWrap>
          {given.title}
        </Typography>
        {given.subtitle !== undefined && (
          <Typography variant="caption" color="textSecondary" component="div" noWrap>
            {given.subtitle}
          </Typography>
        )}
      </Box>
      {given.actions !== undefined && (
        <Box sx={{ display: 'flex', gap: 1, alignItems: 'center' }}>{given.actions}</Box>
      )}
    </Box>
  );
}
