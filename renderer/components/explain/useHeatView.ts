import { useState } from 'react';
import { type CellClass, cellClasses } from '../../../main/domain/cellClass.ts';
import { boxAt, type CellTable, cellIdAt } from '../../../main/domain/cellTable.ts';
import { heatedClassAt } from './heatedClass.ts';

/** How a page shows what the network looked at: on or off for all cells, a class chosen for one. */
export interface HeatView {
  readonly isOn: boolean;
  readonly toggle: () => void;
  /** of the hottest part, 0..1 */
  readonly opacity: number;
  readonly setOpacity: (opacity: number) => void;
  /** undefined: the class that is proposed, or the likeliest of a cell that was not judged */
  readonly classOf: (table: CellTable, row: number) => CellClass | undefined;
  readonly choose: (table: CellTable, row: number, cellClass: CellClass) => void;
  /** the next class of the list */
  readonly chooseNext: (table: CellTable, row: number) => void;
}

/** A choice of class holds for the cell it was made for: the next begins with what is proposed of it. */
export function useHeatView(): HeatView {
  const [isOn, setOn] = useState(false);
  const [opacity, setOpacity] = useState(0.6);
  const [choice, setChoice] = useState<{ readonly of: string; readonly cellClass: CellClass } | undefined>();
  const classOf: HeatView['classOf'] = (table, row) =>
    choice?.of === keyOf(table, row) ? choice.cellClass : heatedClassAt(table, row);
  const choose: HeatView['choose'] = (table, row, cellClass) =>
    setChoice({ of: keyOf(table, row), cellClass });
  return {
    ...{ isOn, opacity, setOpacity, classOf, choose },
    toggle: () => setOn((before) => !before),
    chooseNext: (table, row) => {
      const present = classOf(table, row);
      const at = present === undefined ? -1 : cellClasses.indexOf(present);
      choose(table, row, cellClasses[(at + 1) % cellClasses.length] ?? 'benign');
      setOn(true);
    },
  };
}

/** Of a cell that was moved it is another. */
function keyOf(table: CellTable, row: number): string {
  return `${table.scanId} ${cellIdAt(table, row)} ${Object.values(boxAt(table, row)).join(' ')}`;
}
