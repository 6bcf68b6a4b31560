import { Box, Button, Paper, Popper, Typography } from '@mui/material';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNotify } from '../../hooks/useNotify.tsx';
import { useUpdateSettings } from '../../hooks/useSettings.ts';

/** Steps, each beside what it explains (`data-tour`). */
const steps = ['worklist', 'add', 'navigation', 'review', 'keys', 'person'] as const;
const anchors: Readonly<Record<(typeof steps)[number], string>> = {
  worklist: 'worklist',
  add: 'add',
  navigation: 'navigation',
  review: 'navigation',
  keys: 'worklist',
  person: 'person',
};

/** A short walk round the window. Left and right arrows, Escape ends it. */
export function Tour({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('tour');
  const update = useUpdateSettings();
  const notify = useNotify();
  const [index, setIndex] = useState(0);
  const step = steps[index] ?? 'worklist';
  const anchor = document.querySelector<HTMLElement>(`[data-tour="${anchors[step]}"]`) ?? document.body;
  const end = () => {
    onClose();
    update({ isTourDone: true }).catch(notify.error);
  };
  const move = (by: number) => {
    if (index + by >= steps.length) end();
    else setIndex(Math.max(0, index + by));
  };
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.key === 'Escape') end();
      else if (event.key === 'ArrowRight') move(1);
      else if (event.key === 'ArrowLeft') move(-1);
      else return;
      event.stopPropagation();
      event.preventDefault();
    };
    window.addEventListener('keydown', hear, true);
    return () => window.removeEventListener('keydown', hear, true);
  });
  return (
    <Popper
      open
      anchorEl={anchor}
      placement="auto"
      sx={{ zIndex: 'tooltip' }}
      modifiers={[
        { name: 'offset', options: { offset: [0, 12] } },
        // beside a list that fills the window, or a list that is still empty, there is no room: then over it
        { name: 'preventOverflow', options: { altAxis: true, tether: false, padding: 16 } },
      ]}
    >
      <Paper
        variant="outlined"
        role="dialog"
        aria-labelledby="tour-title"
        aria-describedby="tour-text"
        sx={{ p: 2, width: 340, borderColor: 'primary.main', boxShadow: 6 }}
      >
        <Typography variant="overline" color="text.secondary">
          {t('step', { n: index + 1, count: steps.length })}
        </Typography>
        <Typography id="tour-title" variant="h2">
          {t(`steps.${step}.title`)}
        </Typography>
        <Typography id="tour-text" variant="body2" sx={{ mt: 0.5, mb: 2 }}>
          {t(`steps.${step}.text`)}
        </Typography>
        <Box sx={{ display: 'flex', gap: 1 }}>
          <Button onClick={end} sx={{ mr: 'auto' }}>
            {t('skip')}
          </Button>
          {index > 0 && <Button onClick={() => move(-1)}>{t('back')}</Button>}
          <Button variant="contained" onClick={() => move(1)} autoFocus key={step}>
            {index === steps.length - 1 ? t('done') : t('next')}
          </Button>
        </Box>
      </Paper>
    </Popper>
  );
}
