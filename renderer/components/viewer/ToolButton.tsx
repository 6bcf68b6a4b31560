import { IconButton, Tooltip } from '@mui/material';
import type { ReactNode } from 'react';

/** A button of the toolbar. @param isPressed of one that stays pressed; undefined for the others */
export function ToolButton(given: {
  readonly label: string;
  readonly keys?: string;
  readonly icon: ReactNode;
  readonly isPressed?: boolean;
  readonly isDisabled?: boolean;
  readonly onClick: () => void;
}) {
  const { label, keys, icon, isPressed, isDisabled = false, onClick } = given;
  return (
    <Tooltip title={keys === undefined ? label : `${label} (${keys})`}>
      <span>
        <IconButton
          aria-label={label}
          aria-pressed={isPressed}
          disabled={isDisabled}
          onClick={onClick}
          sx={{
            borderRadius: 1,
            '& svg': { fontSize: 20 },
            '&[aria-pressed="true"]': { bgcolor: 'action.selected', color: 'primary.main' },
          }}
        >
          {icon}
        </IconButton>
      </span>
    </Tooltip>
  );
}
