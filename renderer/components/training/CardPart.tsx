import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';

/** A part of a model's card under its heading. */
export function CardPart({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Box component="section" sx={{ mb: 2.5 }}>
      <Typography variant="h3" component="h3" sx={{ mb: 0.5 }}>
        {title}
      </Typography>
      {children}
    </Box>
  );
}
