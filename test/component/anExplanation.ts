import { cellClasses } from '../../main/domain/cellClass.ts';
import type { LabApi } from '../../preload/contract.ts';
import { drawnCells, drawnSmear } from '../helpers/aDrawnSmear.ts';

/** As the lab explains a drawn cell: hot in its middle and upper left, in another place for each class. */
export const explainDrawnCell: LabApi['explainCell'] = async ({ cellId, cellClass }) => {
  const cell = drawnCells.find(({ id }) => String(id) === cellId);
  if (cell === undefined) throw new Error(`Nobody drew the cell ${cellId}`);
  const explained = cellClass ?? cell.cellClass;
  const edge = 8;
  const at = cellClasses.indexOf(explained);
  const values = Array.from({ length: edge * edge }, (_, place) => {
    const [x, y] = [(place % edge) - 2.5 - at, Math.floor(place / edge) - 2.5 - at / 2];
    return Math.exp(-(x * x + y * y) / 5);
  });
  const highest = Math.max(...values);
  const { xPx, yPx, widthPx, heightPx } = cell;
  const reach = widthPx * 0.4;
  return {
    ...{ explained, modelName: 'blast-classifier-1.0.0', box: { xPx, yPx, widthPx, heightPx } },
    field: { xPx: 0, yPx: 0, widthPx: drawnSmear.widthPx, heightPx: drawnSmear.heightPx },
    engine: 'tfjs-node 4.22.0, TensorFlow 2.21.0, fp32',
    heat: { columnCount: edge, rowCount: edge, values: values.map((value) => value / highest) },
    window: {
      xPx: xPx - reach,
      yPx: yPx - reach,
      widthPx: widthPx + 2 * reach,
      heightPx: heightPx + 2 * reach,
    },
    judgement: { probabilities: { benign: 1, 'early-pre-b': 0, 'pre-b': 0, 'pro-b': 0 } },
  };
};
