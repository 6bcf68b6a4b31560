import ExpandMore from '@mui/icons-material/ExpandMoreOutlined';
import { Box, Button, Collapse, MenuItem, Paper, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LearnedPart, learnedParts } from '../../../main/domain/learnedPart.ts';
import type { ModelSummary, TrainingRun } from '../../../main/domain/trainingRun.ts';
import { splitFullName, suggestVersion } from './suggestVersion.ts';
import { readOrder, type TrainingFields, type TrainingOrder } from './trainingOrder.ts';

const defaultName = 'lab-classifier';

/** What a new training is to be. @param isReady the labels suffice @param isBusy another training is open */
export function TrainingForm(given: {
  readonly models: readonly ModelSummary[];
  readonly runs: readonly TrainingRun[];
  readonly isReady: boolean;
  readonly isBusy: boolean;
  /** what it is to be; `onStarted` is called when it was started */
  readonly onCheck: (order: TrainingOrder, onStarted: () => void) => void;
}) {
  const { models, runs, isReady, isBusy, onCheck } = given;
  const { t } = useTranslation(['training', 'retraining']);
  const [isAdvanced, setAdvanced] = useState(false);
  const [typed, setTyped] = useState<Partial<TrainingFields>>({});
  const taken = [...models, ...runs.flatMap(({ modelName }) => splitFullName(modelName) ?? [])];
  const name = typed.name ?? defaultName;
  const fields: TrainingFields = {
    name,
    version: suggestVersion(name, taken),
    parent: models.find(({ isActive, problem }) => isActive && problem === undefined)?.fullName ?? '',
    learned: 'all',
    epochs: '30',
    optimizer: 'adam',
    learningRate: '0.001',
    seed: '1',
    ...typed,
  };
  const { order, wrongFields } = readOrder(fields);
  const isTaken = models.some((model) => model.name === name && model.version === fields.version);
  const field = (key: Exclude<keyof TrainingFields, 'learned'>, hint: string) => ({
    label: t(`form.${key}`),
    value: fields[key],
    error: wrongFields.includes(key),
    helperText: wrongFields.includes(key) ? hint : undefined,
    fullWidth: true,
    onChange: (event: { readonly target: { readonly value: string } }) =>
      setTyped((before) => ({ ...before, [key]: event.target.value })),
  });
  return (
    <Paper
      variant="outlined"
      component="form"
      aria-labelledby="form-title"
      sx={{ p: 2, display: 'grid', gap: 2 }}
      onSubmit={(event) => {
        event.preventDefault();
        if (order === undefined || isTaken || !isReady) return;
        // the next one is suggested the next version
        onCheck(order, () => setTyped(({ version: _started, ...others }) => others));
      }}
    >
      <Typography id="form-title" variant="h2">
        {t('form.title')}
      </Typography>
      <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 104px', gap: 1.5 }}>
        <TextField {...field('name', t('form.nameHint'))} />
        <TextField
          {...field('version', t('form.versionHint'))}
          {...(isTaken && { error: true, helperText: t('form.versionTaken') })}
        />
      </Box>
      <TextField
        select
        {...field('parent', '')}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      >
        <MenuItem value="">{t('form.scratch')}</MenuItem>
        {models
          .filter(({ problem }) => problem === undefined)
          .map(({ fullName, isActive }) => (
            <MenuItem key={fullName} value={fullName}>
              {isActive ? `${fullName} (${t('form.activeMark')})` : fullName}
            </MenuItem>
          ))}
      </TextField>
      {fields.parent !== '' && (
        <TextField
          select
          value={fields.learned}
          fullWidth
          onChange={({ target }) =>
            setTyped((before) => ({ ...before, learned: target.value as LearnedPart }))
          }
          label={t('retraining:form.learned')}
          helperText={t(`retraining:form.learnedHint.${fields.learned}`)}
        >
          {learnedParts.map((part) => (
            <MenuItem key={part} value={part}>
              {t(`retraining:form.learnedPart.${part}`)}
            </MenuItem>
          ))}
        </TextField>
      )}
      <Box>
        <Box sx={{ display: 'grid', gridTemplateColumns: '104px 1fr', gap: 1.5, alignItems: 'center' }}>
          <TextField
            {...field('epochs', t('form.epochsHint'))}
            slotProps={{ htmlInput: { inputMode: 'numeric' } }}
          />
          <Box>
            <Button
              color="secondary"
              aria-expanded={isAdvanced}
              onClick={() => setAdvanced(!isAdvanced)}
              endIcon={<ExpandMore sx={{ transform: isAdvanced ? 'rotate(180deg)' : 'none' }} />}
            >
              {t('form.advanced')}
            </Button>
          </Box>
        </Box>
        <Collapse in={isAdvanced} unmountOnExit>
          <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr 1fr', gap: 1.5, pt: 2 }}>
            <TextField select {...field('optimizer', '')}>
              <MenuItem value="adam">Adam</MenuItem>
              <MenuItem value="adamax">AdaMax</MenuItem>
            </TextField>
            <TextField {...field('learningRate', t('form.learningRateHint'))} />
            <TextField {...field('seed', t('form.seedHint'))} />
          </Box>
        </Collapse>
      </Box>
      <Box>
        <Button
          type="submit"
          variant="contained"
          size="medium"
          fullWidth
          disabled={order === undefined || isTaken || !isReady}
        >
          {`${t('form.start')}…`}
        </Button>
        {isBusy && (
          <Typography variant="caption" color="textSecondary">
            {t('form.busy')}
          </Typography>
        )}
      </Box>
    </Paper>
  );
}
