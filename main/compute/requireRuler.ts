import { LabError } from '../domain/labError.ts';

/** @param name what the message calls the slide or image
 *  @throws LabError 'scale-unknown' when there is no ruler: a guess could turn every class */
export function requireRuler(redCellDiameterPx: number | undefined, name: string): number {
  if (redCellDiameterPx !== undefined) return redCellDiameterPx;
  throw new LabError(
    'scale-unknown',
    `${name} shows no red cell to measure the scale by. Say how wide a red cell is with --red-cell-px, ` +
      'or check that this is a field of a blood smear.',
  );
}
