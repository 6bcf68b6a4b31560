import {
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { ModelCard } from '../../../main/domain/modelCard.ts';
import { modelFullName } from '../../../main/domain/modelFullName.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { CardFigures } from './CardFigures.tsx';
import { CardPart } from './CardPart.tsx';

/** All that a user must know to trust or distrust a model. */
export function ModelCardDialog({
  card,
  onClose,
}: {
  readonly card: ModelCard;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(['training', 'retraining', 'common']);
  const format = useFormat();
  const { training, dataset, architecture } = card;
  return (
    <Dialog open onClose={onClose} aria-labelledby="card-title" maxWidth="md" fullWidth>
      <DialogTitle id="card-title">{t('card.title', { name: modelFullName(card) })}</DialogTitle>
      <DialogContent dividers tabIndex={0}>
        <CardPart title={t('card.intendedUse')}>
          <Typography variant="body2">{card.intendedUse}</Typography>
        </CardPart>
        <CardPart title={t('card.limitations')}>
          <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
            {card.limitations.map((one) => (
              <Typography component="li" variant="body2" key={one}>
                {one}
              </Typography>
            ))}
          </Box>
        </CardPart>
        <CardPart title={t('card.evaluations')}>
          <Evaluations card={card} />
        </CardPart>
        <CardFigures card={card} />
        <CardPart title={t('card.training')}>
          <Facts
            facts={[
              ...(card.parent === undefined
                ? []
                : [
                    [
                      t('card.parent'),
                      `${modelFullName(card.parent)}, ${t(`retraining:run.learned.${training.learned ?? 'all'}`)}; SHA-256 ${card.parent.sha256}`,
                    ] as const,
                  ]),
              [t('card.dataset'), dataset.name],
              [t('card.split'), dataset.split],
              [
                t('card.training'),
                `${t('card.recipe', {
                  optimizer: training.optimizer,
                  rate: training.learningRate,
                  chosen: format.count(training.chosenEpoch),
                  epochs: format.count(training.epochs),
                  seed: training.seed,
                })}; ${t('card.counts', {
                  train: format.count(training.trainCount),
                  validation: format.count(training.validationCount),
                })}`,
              ],
              [
                t('card.network'),
                t('card.parameters', {
                  name: architecture.name,
                  total: format.count(architecture.parameterCount),
                }),
              ],
              [t('card.terms'), dataset.terms],
              [t('card.citation'), dataset.citation],
              [t('card.weights'), card.weights.sha256],
            ]}
          />
          <Typography variant="caption" color="textSecondary">
            {t('card.program', { version: card.programVersion, time: format.date(card.createdAt) })}
          </Typography>
        </CardPart>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose} autoFocus>
          {t('common:close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Facts({ facts }: { readonly facts: readonly (readonly [string, string])[] }) {
  return (
    <Box
      component="dl"
      sx={{ display: 'grid', gridTemplateColumns: '140px 1fr', gap: 0.5, m: 0, mb: 1, fontSize: '0.8125rem' }}
    >
      {facts.map(([name, value]) => (
        <Box key={name} sx={{ display: 'contents' }}>
          <Box component="dt" sx={{ color: 'text.secondary' }}>
            {name}
          </Box>
          <Box component="dd" sx={{ m: 0, overflowWrap: 'anywhere' }}>
            {value}
          </Box>
        </Box>
      ))}
    </Box>
  );
}

function Evaluations({ card }: { readonly card: ModelCard }) {
  const { t } = useTranslation('training');
  const format = useFormat();
  return (
    <Table size="small" aria-label={t('card.evaluations')}>
      <TableHead>
        <TableRow>
          <TableCell>{t('card.protocol')}</TableCell>
          <TableCell align="right">{t('card.accuracy')}</TableCell>
          <TableCell align="right">{t('card.macroF1')}</TableCell>
          <TableCell align="right">{t('card.cells')}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {card.evaluations.map(({ protocol, dataset, ofTheseWeights, figures }) => (
          <TableRow key={`${protocol} ${dataset}`}>
            <TableCell>
              {protocol}
              <Typography variant="caption" color="textSecondary" component="div">
                {ofTheseWeights ? dataset : `${dataset}; ${t('card.otherWeights')}`}
              </Typography>
            </TableCell>
            <TableCell align="right" sx={{ whiteSpace: 'nowrap' }}>
              {format.percent(figures.accuracy)}
              <Typography variant="caption" color="textSecondary" component="div">
                {`${format.percent(figures.accuracyInterval.low)} – ${format.percent(figures.accuracyInterval.high)}`}
              </Typography>
            </TableCell>
            <TableCell align="right">{format.number(figures.macroF1, 3)}</TableCell>
            <TableCell align="right">{format.count(figures.count)}</TableCell>
          </TableRow>
        ))}
        {card.baselines.map(({ name, protocol, accuracy }) => (
          <TableRow key={`${name} ${protocol}`}>
            <TableCell>
              {`${t('card.baselines')}: ${name}`}
              <Typography variant="caption" color="textSecondary" component="div">
                {protocol}
              </Typography>
            </TableCell>
            <TableCell align="right">{format.percent(accuracy)}</TableCell>
            <TableCell align="right">–</TableCell>
            <TableCell align="right">–</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
