import { useDraggable } from '@dnd-kit/core';
import { Box } from '@mui/material';
import { type MouseEvent, memo } from 'react';
import type { ClassSetting } from '../../../main/domain/labSettings.ts';
import { inColumns } from '../../theme.ts';
import { MarkGlyph } from '../common/ClassMark.tsx';
import type { ReviewState } from './reviewState.ts';
import { StateIcon } from './StateIcon.tsx';

export interface CropTileProps {
  readonly cellId: number;
  readonly pictureUrl: string;
  readonly cropPx: number;
  /** what the cell is and how far a person has come, for screen readers */
  readonly name: string;
  /** P(blast-like) in words; empty where the model has not judged */
  readonly caption: string;
  readonly setting: ClassSetting | undefined;
  readonly state: ReviewState;
  readonly isFocused: boolean;
  readonly isSelected: boolean;
  readonly column: number;
  readonly onPress: (cellId: number, event: MouseEvent) => void;
  readonly onOpen: (cellId: number) => void;
}

export function tileDomId(cellId: number): string {
  return `crop-${cellId}`;
}

/** One cell of the gallery: its picture, class, state and P(blast-like). */
export const CropTile = memo(function CropTile(props: CropTileProps) {
  const { cellId, cropPx, setting, isFocused, isSelected } = props;
  const { setNodeRef, listeners, isDragging } = useDraggable({ id: cellId });
  return (
    // the grid has the keyboard: it tells which cell is active
    <Box
      ref={setNodeRef}
      id={tileDomId(cellId)}
      role="gridcell"
      aria-colindex={props.column + 1}
      aria-selected={isSelected}
      aria-label={props.name}
      {...listeners}
      onClick={(event) => props.onPress(cellId, event)}
      onDoubleClick={() => props.onOpen(cellId)}
      sx={{
        width: cropPx,
        flexShrink: 0,
        cursor: 'pointer',
        borderRadius: 1,
        opacity: isDragging ? 0.4 : 1,
        bgcolor: isSelected ? 'action.selected' : 'transparent',
        outline: isFocused ? '3px solid' : isSelected ? '2px dashed' : 'none',
        outlineColor: 'primary.main',
        outlineOffset: isFocused ? 1 : 0,
        userSelect: 'none',
        touchAction: 'none',
      }}
    >
      <Box sx={{ bgcolor: '#111418', borderRadius: 0.75, overflow: 'hidden', lineHeight: 0 }}>
        <img
          src={props.pictureUrl}
          alt=""
          width={cropPx}
          height={cropPx}
          decoding="async"
          draggable={false}
          style={{ display: 'block', objectFit: 'cover' }}
        />
      </Box>
      <Box
        sx={{
          height: 20,
          display: 'flex',
          alignItems: 'center',
          gap: 0.5,
          px: 0.25,
          fontSize: 11,
          color: 'text.secondary',
          ...inColumns,
        }}
      >
        {setting !== undefined && <MarkGlyph shape={setting.shape} colour={setting.colour} sizePx={10} />}
        <Box component="span" sx={{ flex: 1, overflow: 'hidden', whiteSpace: 'nowrap' }}>
          {props.caption}
        </Box>
        <StateIcon state={props.state} />
      </Box>
    </Box>
  );
});
