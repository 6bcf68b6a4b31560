import { Autocomplete, TextField, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { SlideId } from '../../../main/domain/slide.ts';
import type { WorklistRow } from '../../../main/domain/worklist.ts';

/** Slides shown while a name is typed: more are found by typing on. */
const mostShown = 100;

/** Which slide a new report is of. @param rows slides with a finished scan */
export function SlidePicker(given: {
  readonly rows: readonly WorklistRow[];
  readonly selectedId: SlideId | undefined;
  readonly onSelect: (slideId: SlideId) => void;
}) {
  const { rows, selectedId, onSelect } = given;
  const { t } = useTranslation('reports');
  return (
    <Autocomplete
      size="small"
      options={rows}
      value={rows.find(({ slideId }) => slideId === selectedId) ?? null}
      getOptionLabel={({ name }) => name}
      getOptionKey={({ slideId }) => slideId}
      isOptionEqualToValue={(one, other) => one.slideId === other.slideId}
      filterOptions={(all, { inputValue }) => {
        const text = inputValue.trim().toLocaleLowerCase();
        const found = all.filter(({ name, folderName }) =>
          `${name} ${folderName}`.toLocaleLowerCase().includes(text),
        );
        return found.slice(0, mostShown);
      }}
      noOptionsText={t('newReport.noSlides')}
      onChange={(_event, row) => row !== null && onSelect(row.slideId)}
      renderOption={({ key, ...rest }, row) => (
        <li key={key} {...rest}>
          <span>
            {row.name}
            <Typography variant="caption" color="textSecondary" component="span" sx={{ ml: 1 }}>
              {row.folderName}
            </Typography>
          </span>
        </li>
      )}
      renderInput={(params) => (
        <TextField {...params} label={t('newReport.title')} placeholder={t('newReport.slideHint')} />
      )}
    />
  );
}
