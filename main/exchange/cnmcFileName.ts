/** What the name of a C-NMC 2019 picture says. */
export interface CnmcName {
  /** "1", "H10": patients with leukaemia are numbers, healthy donors have an H */
  readonly patient: string;
  /** "all" (leukaemia) or "hem" (healthy) */
  readonly className: 'all' | 'hem';
}

/** Reads `UID_<patient>_<picture>_<cell>_all.bmp` or `…_hem.bmp`; the H of donors is written in both cases.
 *  @returns undefined when it is no such name
 *  @see C-NMC 2019, TCIA, doi 10.7937/tcia.2019.dc64i46r */
export function parseCnmcFileName(name: string): CnmcName | undefined {
  const [, patient, className] = /^UID_(H?\d+)_\d+_\d+_(all|hem)\.\w+$/i.exec(name) ?? [];
  if (patient === undefined || className === undefined) return undefined;
  return { patient: patient.toUpperCase(), className: className.toLowerCase() === 'all' ? 'all' : 'hem' };
}
