import { Box, Typography } from '@mui/material';
import { ConfusionMatrix } from './ConfusionMatrix.tsx';
import type { MeasuredModel } from './GateTable.tsx';

/** Confusion matrices side by side, each under the name of its model. */
export function ModelMatrices({
  models,
}: {
  readonly models: readonly (Pick<MeasuredModel, 'name'> & {
    readonly label: string;
    readonly figures: MeasuredModel['figures']['figures'];
  })[];
}) {
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 4, rowGap: 2 }}>
      {models.map(({ name, label, figures }) => (
        <Box key={name}>
          <Typography variant="body2">{label}</Typography>
          <ConfusionMatrix figures={figures} modelName={name} />
        </Box>
      ))}
    </Box>
  );
}
