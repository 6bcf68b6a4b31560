/** How a network is trained: what of it the plan varies. */
export interface RunSettings {
  readonly learns: 'cells' | 'fields';
  readonly optimizer: 'adam' | 'adamax';
  readonly epochs: number;
  readonly inputPx: number;
  readonly widthMultiplier: number;
  /** of cells; fields are measured */
  readonly windowRedCells?: number;
  /** normal white cells of other microscopes are learned too */
  readonly hasNormalCells: boolean;
}

/** One training of the plan, tested on a fold of a protocol. */
export interface PlannedRun {
  /** names its folder and its record */
  readonly id: string;
  readonly column: 'random_fold' | 'stain_fold';
  readonly fold: number;
  readonly settings: RunSettings;
}

/** Rows of a table on the card: trainings that differ in one thing. */
export interface PlannedComparison {
  readonly title: string;
  readonly note: string;
  readonly rows: readonly { readonly name: string; readonly run: string }[];
}

export interface ReproductionPlan {
  readonly name: string;
  readonly version: string;
  /** the run whose weights are shipped */
  readonly shipped: string;
  readonly runs: readonly PlannedRun[];
  readonly comparisons: readonly PlannedComparison[];
  /** what its card must say of how it came about, among its limits */
  readonly remarks?: readonly string[];
}

/** What all trainings of the plan share. */
export const sharedSettings = {
  batchSize: 32,
  learningRate: 0.001,
  seed: 1,
  /** cells of a field that an epoch shows */
  cellsPerField: 1,
  /** normal white cells of another source that an epoch shows too */
  normalCellsPerEpoch: 250,
} as const;

export const foldCount = 5;

const shippedSettings: RunSettings = {
  learns: 'fields',
  optimizer: 'adam',
  epochs: 30,
  inputPx: 128,
  widthMultiplier: 0.25,
  hasNormalCells: true,
};

function planFolds(column: PlannedRun['column']): readonly PlannedRun[] {
  const name = column === 'random_fold' ? 'random' : 'stain';
  return Array.from({ length: foldCount }, (_, fold) => ({
    id: `${name}-${fold}`,
    column,
    fold,
    settings: shippedSettings,
  }));
}

function vary(id: string, change: Partial<RunSettings>, base: RunSettings = shippedSettings): PlannedRun {
  return { id, column: 'stain_fold', fold: 0, settings: { ...base, ...change } };
}

const cellSettings: Partial<RunSettings> = { learns: 'cells', inputPx: 96, windowRedCells: 7 };

/** All trainings behind the shipped classifier and its card, the most needed first. */
export const reproductionPlan: ReproductionPlan = {
  name: 'blast-classifier',
  version: '1.1.0',
  shipped: 'random-0',
  remarks: [
    'The test parts of random_fold and of folds 0 to 2 of stain_fold were read twice by the same weights: with a temperature alone, then with the shifts of classes, which validation parts had decided for. Folds 3 and 4 of stain_fold were trained after that.',
  ],
  runs: [
    ...planFolds('random_fold').slice(0, 1),
    ...planFolds('stain_fold').slice(0, 1),
    { ...vary('adamax', { optimizer: 'adamax' }), column: 'random_fold' },
    ...planFolds('stain_fold').slice(1, 2),
    vary('width-eighth', { widthMultiplier: 0.125 }),
    vary('input-96', { inputPx: 96 }),
    ...planFolds('stain_fold').slice(2),
    ...planFolds('random_fold').slice(1),
    vary('cells-7', cellSettings),
    vary('cells-13', { ...cellSettings, windowRedCells: 12.9 }),
    vary('one-source', { hasNormalCells: false }),
    vary('width-half', { widthMultiplier: 0.5 }),
  ],
  comparisons: [
    {
      title: 'Whole fields against cells',
      note: 'Fold 0 of stain_fold. A model of cells is shown a window round each cell that the finder found, under the label of its field; its figures by field pool the cells. Chosen on validation.',
      rows: [
        { name: 'whole fields, 128 px (shipped)', run: 'stain-0' },
        { name: 'cells, window 7 red cells, 96 px', run: 'cells-7' },
        { name: 'cells, window 12.9 red cells, 96 px', run: 'cells-13' },
        { name: 'whole fields, without normal cells of other sources', run: 'one-source' },
      ],
    },
    {
      title: 'What width and size cost',
      note: 'Fold 0 of stain_fold. Width 1 at 224 px is the published network.',
      rows: [
        { name: 'width x 0.125, 128 px', run: 'width-eighth' },
        { name: 'width x 0.25, 96 px', run: 'input-96' },
        { name: 'width x 0.25, 128 px (shipped)', run: 'stain-0' },
        { name: 'width x 0.5, 128 px', run: 'width-half' },
      ],
    },
    {
      title: 'Adam against Adamax',
      note: 'Fold 0 of random_fold, 30 epochs, batch 32, the same seed, the same images in the same order; all else as shipped. The paper reports Adam ahead, with accuracy 0.96 and precision 0.95.',
      rows: [
        { name: 'Adam (shipped)', run: 'random-0' },
        { name: 'Adamax', run: 'adamax' },
      ],
    },
  ],
};
