import { createTheme, type Theme } from '@mui/material';
import type { LabSettings } from '../main/domain/labSettings.ts';

export type LabThemeName = 'light' | 'dark' | 'high-contrast';

interface Ink {
  readonly background: string;
  readonly paper: string;
  /** rails and bars beside the content */
  readonly panel: string;
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  readonly accent: string;
  readonly accentText: string;
  readonly warning: string;
  readonly error: string;
  readonly success: string;
}

/** Text stands out by 7:1 or more from what is behind it, quiet text by 4.5:1. */
const inks: Readonly<Record<LabThemeName, Ink>> = {
  light: {
    background: '#F6F5F2',
    paper: '#FFFFFF',
    panel: '#EEECE7',
    text: '#1B2025',
    quiet: '#565F69',
    line: '#D8D5CE',
    accent: '#0B5C8A',
    accentText: '#FFFFFF',
    warning: '#8A5300',
    error: '#B3261E',
    success: '#1B6B45',
  },
  dark: {
    background: '#14171A',
    paper: '#1B1F23',
    panel: '#181B1F',
    text: '#E7E9EB',
    quiet: '#A3ACB5',
    line: '#323940',
    accent: '#7FC4EE',
    accentText: '#0B1A24',
    warning: '#F2B95C',
    error: '#FF9C93',
    success: '#7BD3A5',
  },
  'high-contrast': {
    background: '#000000',
    paper: '#000000',
    panel: '#000000',
    text: '#FFFFFF',
    quiet: '#FFFFFF',
    line: '#FFFFFF',
    accent: '#FFE14D',
    accentText: '#000000',
    warning: '#FFD24D',
    error: '#FF9A94',
    success: '#8CFFC1',
  },
};

/** What lies behind a slide: neutral, so that it does not tint what is seen. */
export const slideGround = '#111418';

/** Numbers that stand under each other. Not for words: it spreads their hyphens too. */
export const inColumns = { fontVariantNumeric: 'tabular-nums' } as const;

/** What cannot be used now is told from the ground at 7:1 too, and from what can by its colour. */
const contrastActions = { active: '#FFFFFF', disabled: '#A8A8A8', disabledBackground: '#2B2B2B' } as const;

declare module '@mui/material/styles' {
  interface Palette {
    readonly panel: string;
  }
  interface PaletteOptions {
    readonly panel?: string;
  }
}

/** Which theme a choice stands for on this machine. */
export function resolveTheme(choice: LabSettings['theme'], prefersDark: boolean): LabThemeName {
  if (choice !== 'system') return choice;
  return prefersDark ? 'dark' : 'light';
}

/** The look of the window: dense, calm, one accent; colours of classes belong to cells alone. */
export function createLabTheme(name: LabThemeName): Theme {
  const ink = inks[name];
  const isContrast = name === 'high-contrast';
  const border = `${isContrast ? 2 : 1}px solid ${ink.line}`;
  return createTheme({
    palette: {
      mode: name === 'light' ? 'light' : 'dark',
      primary: { main: ink.accent, contrastText: ink.accentText },
      secondary: { main: ink.quiet },
      warning: { main: ink.warning },
      error: { main: ink.error },
      success: { main: ink.success },
      info: { main: ink.accent },
      background: { default: ink.background, paper: ink.paper },
      text: { primary: ink.text, secondary: ink.quiet },
      divider: ink.line,
      panel: ink.panel,
      ...(isContrast && { action: contrastActions }),
    },
    shape: { borderRadius: 6 },
    spacing: 8,
    typography: {
      fontFamily: '"Inter Variable", system-ui, sans-serif',
      fontSize: 13,
      h1: { fontSize: '1.25rem', fontWeight: 650, letterSpacing: '-0.01em' },
      h2: { fontSize: '1rem', fontWeight: 650 },
      h3: { fontSize: '0.875rem', fontWeight: 650 },
      body1: { fontSize: '0.875rem' },
      body2: { fontSize: '0.8125rem' },
      caption: { fontSize: '0.75rem' },
      overline: { fontSize: '0.6875rem', letterSpacing: '0.06em', fontWeight: 600, lineHeight: 1.6 },
      button: { textTransform: 'none', fontWeight: 600 },
    },
    components: {
      MuiCssBaseline: {
        styleOverrides: {
          'html, body, #root': { height: '100%' },
          body: { overflow: 'hidden' },
          '*:focus-visible': { outline: `2px solid ${ink.accent}`, outlineOffset: 2 },
          '::-webkit-scrollbar': { width: 12, height: 12 },
          '::-webkit-scrollbar-thumb': {
            background: ink.line,
            borderRadius: 6,
            border: `3px solid ${ink.background}`,
          },
        },
      },
      MuiTypography: {
        // colours by their path in the palette, which Typography no longer reads itself
        variants: [
          { props: { color: 'text.secondary' }, style: { color: ink.quiet } },
          { props: { color: 'warning.main' }, style: { color: ink.warning } },
          { props: { color: 'error.main' }, style: { color: ink.error } },
          { props: { color: 'success.main' }, style: { color: ink.success } },
        ],
      },
      MuiToggleButton: {
        styleOverrides: {
          root: { color: ink.quiet, borderColor: ink.line, '&.Mui-selected': { color: ink.text } },
        },
      },
      MuiPaper: {
        defaultProps: { elevation: 0 },
        styleOverrides: { root: { backgroundImage: 'none' }, outlined: { border } },
      },
      MuiButton: { defaultProps: { size: 'small', disableElevation: true } },
      MuiButtonBase: {
        defaultProps: { disableRipple: true },
        styleOverrides: { root: { fontFamily: 'inherit' } },
      },
      MuiIconButton: { defaultProps: { size: 'small' } },
      MuiTextField: { defaultProps: { size: 'small' } },
      MuiSelect: { defaultProps: { size: 'small' } },
      MuiTooltip: { defaultProps: { arrow: true, enterDelay: 500 } },
      MuiOutlinedInput: {
        styleOverrides: { notchedOutline: isContrast ? { borderColor: ink.line } : {} },
      },
      MuiDialogActions: { styleOverrides: { root: { padding: '8px 24px 20px' } } },
      MuiDialog: { styleOverrides: { paper: { border } } },
      MuiTableCell: {
        styleOverrides: { root: { borderColor: ink.line }, alignRight: { '&.MuiTableCell-body': inColumns } },
      },
      MuiChip: { defaultProps: { size: 'small' } },
    },
  });
}
