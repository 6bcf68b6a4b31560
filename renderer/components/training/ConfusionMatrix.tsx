import { alpha, Box, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { cellClasses } from '../../../main/domain/cellClass.ts';
import type { Figures } from '../../../main/domain/modelCard.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { useVerdictNames } from '../../hooks/useVerdictNames.ts';
import { ClassMark } from '../common/ClassMark.tsx';

/** Rows are true classes, columns what the model said; darker is a larger share of the row. */
export function ConfusionMatrix({
  figures,
  modelName,
}: {
  readonly figures: Figures;
  readonly modelName: string;
}) {
  const { t } = useTranslation('training');
  const format = useFormat();
  const names = useVerdictNames();
  return (
    <Box
      component="table"
      aria-label={t('matrix.label', { name: modelName })}
      sx={{
        borderCollapse: 'separate',
        borderSpacing: 2,
        fontSize: '0.8125rem',
        '& th': { fontWeight: 500, textAlign: 'left', pr: 1, whiteSpace: 'nowrap' },
        '& thead th': { textAlign: 'center', px: 0.25, pb: 0.25, fontSize: '0.6875rem' },
        '& td': { textAlign: 'center', height: 34, minWidth: 54, borderRadius: 0.5 },
      }}
    >
      <Box component="caption" sx={{ textAlign: 'left', pb: 0.5 }}>
        <Typography variant="caption" color="textSecondary">
          {`${t('matrix.trueClass')} ↓  ${t('matrix.said')} →`}
        </Typography>
      </Box>
      <thead>
        <tr>
          <td />
          {cellClasses.map((one) => (
            <th key={one} scope="col">
              {names[one].short}
            </th>
          ))}
          <th scope="col">{t('matrix.recall')}</th>
        </tr>
      </thead>
      <tbody>
        {cellClasses.map((truth, row) => {
          const counts = figures.confusionMatrix[row] ?? [];
          const total = counts.reduce((sum, count) => sum + count, 0);
          return (
            <tr key={truth}>
              <th scope="row">
                <ClassMark verdict={truth} short />
              </th>
              {cellClasses.map((said, column) => {
                const count = counts[column] ?? 0;
                return (
                  <Box
                    component="td"
                    key={said}
                    title={t('matrix.cell', {
                      count,
                      total: format.count(total),
                      truth: names[truth].short,
                      said: names[said].short,
                    })}
                    sx={{
                      bgcolor: ({ palette }) =>
                        count === 0
                          ? 'action.hover'
                          : alpha(
                              row === column ? palette.primary.main : palette.error.main,
                              0.12 + (0.26 * count) / total,
                            ),
                      color: count === 0 ? 'text.secondary' : 'text.primary',
                      outline: row === column ? '1px solid' : 'none',
                      outlineColor: 'text.secondary',
                      fontWeight: row === column ? 650 : 400,
                    }}
                  >
                    {format.count(count)}
                  </Box>
                );
              })}
              <td>{total === 0 ? '–' : format.percent((counts[row] ?? 0) / total)}</td>
            </tr>
          );
        })}
      </tbody>
    </Box>
  );
}
