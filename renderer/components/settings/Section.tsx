import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';

/** One part of the settings page. */
export function Section(given: {
  readonly id: string;
  readonly title: string;
  readonly intro?: string;
  readonly children: ReactNode;
}) {
  const { id, title, intro, children } = given;
  return (
    <Box component="section" id={id} aria-labelledby={`${id}-title`} sx={{ mb: 4, scrollMarginTop: 16 }}>
      <Typography variant="h2" id={`${id}-title`} sx={{ mb: intro === undefined ? 1.5 : 0.5 }}>
        {title}
      </Typography>
      {intro !== undefined && (
        <Typography variant="body2" color="text.secondary" sx={{ mb: 1.5, maxWidth: 680 }}>
          {intro}
        </Typography>
      )}
      {children}
    </Box>
  );
}
