import { createTheme, type Theme } from '@mui/material';

export type LabThemeName = 'light' | 'dark' | 'high-contrast';

/** The look of the window. */
export function createLabTheme(name: LabThemeName): Theme {
  return createTheme({ palette: { mode: name === 'light' ? 'light' : 'dark' } });
}
