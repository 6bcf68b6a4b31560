import CheckCircle from '@mui/icons-material/CheckCircle';
import Edit from '@mui/icons-material/Edit';
import VisibilityOff from '@mui/icons-material/VisibilityOffOutlined';
import Visibility from '@mui/icons-material/VisibilityOutlined';
import type { ReviewState } from './reviewState.ts';

const icons = { unseen: VisibilityOff, seen: Visibility, confirmed: CheckCircle, corrected: Edit } as const;
const colours = {
  unseen: 'text.secondary',
  seen: 'text.secondary',
  confirmed: 'success.main',
  corrected: 'warning.main',
} as const;

/** How far a person has come with a cell, by shape first. */
export function StateIcon({ state }: { readonly state: ReviewState }) {
  const Icon = icons[state];
  return <Icon aria-hidden sx={{ fontSize: 14, color: colours[state] }} />;
}
