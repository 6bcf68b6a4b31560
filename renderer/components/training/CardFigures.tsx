import { Box, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { cellClasses } from '../../../main/domain/cellClass.ts';
import { gateFiguresOf } from '../../../main/domain/gateFiguresOf.ts';
import { isBlastBySettings } from '../../../main/domain/isBlastBySettings.ts';
import type { ModelCard } from '../../../main/domain/modelCard.ts';
import { modelFullName } from '../../../main/domain/modelFullName.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { useSettings } from '../../hooks/useSettings.ts';
import { ClassMark } from '../common/ClassMark.tsx';
import { CardPart } from './CardPart.tsx';
import { headlineFigures } from './compareFigures.ts';
import { GateTable } from './GateTable.tsx';
import { ModelMatrices } from './ModelMatrices.tsx';
import { ReliabilitySection } from './ReliabilitySection.tsx';

/** What a card says of a model by class, how sure it may be taken to be, and what it makes of strange cells. */
export function CardFigures({ card }: { readonly card: ModelCard }) {
  const { t } = useTranslation('training');
  const format = useFormat();
  const { classes } = useSettings();
  const figures = headlineFigures(card);
  const name = modelFullName(card);
  const { calibration, familiarity } = card;
  return (
    <>
      {figures !== undefined && (
        <>
          <CardPart title={t('figures.byClass')}>
            <GateTable
              challenger={{ name, figures: gateFiguresOf(figures, isBlastBySettings(classes)) }}
              champion={undefined}
            />
          </CardPart>
          <CardPart title={t('matrix.title')}>
            <ModelMatrices models={[{ name, label: '', figures }]} />
          </CardPart>
          <Box sx={{ mb: 2.5 }}>
            <ReliabilitySection challenger={{ name, figures }} champion={undefined} />
          </Box>
        </>
      )}
      <CardPart title={t('card.calibration')}>
        <Typography variant="body2">
          {calibration === undefined
            ? t('card.uncalibrated')
            : t('card.calibrated', {
                temperature: format.number(calibration.temperature, 2),
                cells: format.count(calibration.count),
                before: format.number(calibration.errorBefore, 3),
                after: format.number(calibration.errorAfter, 3),
              })}
        </Typography>
        {calibration?.classShifts !== undefined && <ClassShifts shifts={calibration.classShifts} />}
      </CardPart>
      <CardPart title={t('card.strange')}>
        {familiarity === undefined ? (
          <Typography variant="body2">{t('card.strangeUnmeasured')}</Typography>
        ) : (
          <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
            {familiarity.sets.map((set) => (
              <Typography component="li" variant="body2" key={set.name}>
                {t('card.strangeSet', {
                  name: set.name,
                  cells: format.count(set.count),
                  share: format.percent(set.unidentifiedShare),
                })}
              </Typography>
            ))}
          </Box>
        )}
      </CardPart>
    </>
  );
}

/** By how much each class was made likelier when the model was calibrated. */
function ClassShifts({ shifts }: { readonly shifts: readonly number[] }) {
  const { t } = useTranslation('training');
  const format = useFormat();
  return (
    <>
      <Typography variant="body2" sx={{ mt: 1 }}>
        {t('card.calibrationShifts')}
      </Typography>
      <Box
        component="ul"
        sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 3, m: 0, mt: 0.5, p: 0, typography: 'body2' }}
      >
        {cellClasses.map((cellClass, i) => (
          <Box component="li" key={cellClass} sx={{ display: 'flex', gap: 1, alignItems: 'center' }}>
            <ClassMark verdict={cellClass} short />
            <Typography variant="body2" sx={{ fontVariantNumeric: 'tabular-nums' }}>
              {format.signed(shifts[i] ?? 0)}
            </Typography>
          </Box>
        ))}
      </Box>
    </>
  );
}
