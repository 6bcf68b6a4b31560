import { type CellClass, cellClassOfFolder } from '../../domain/cellClass.ts';

/** How the classes of a dataset become those of the lab. */
export interface ClassChoice {
  /** dataset's name → class of the lab, as a person says */
  readonly named: ReadonlyMap<string, CellClass>;
  /** the dataset's name for red cells, whose width is the scale */
  readonly redCellClass: string | undefined;
}

export type ChosenClass = CellClass | 'red-cell' | undefined;

/** @returns what a label of that name is: what a person says, else the class of a folder so named; undefined when
 *  it is left out. Upper and lower case are one. */
export function createClassChooser(choice: ClassChoice): (className: string) => ChosenClass {
  const named = new Map([...choice.named].map(([name, cellClass]) => [plain(name), cellClass]));
  const redCell = choice.redCellClass === undefined ? undefined : plain(choice.redCellClass);
  return (className) => {
    const name = plain(className);
    return named.get(name) ?? (name === redCell ? 'red-cell' : cellClassOfFolder(className));
  };
}

function plain(name: string): string {
  return name.trim().toLowerCase();
}
