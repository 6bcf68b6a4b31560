import type { Person } from '../../main/domain/person.ts';
import { useSettings } from './useSettings.ts';

/** Who works now; undefined until somebody has said so. */
export function usePerson(): Person | undefined {
  return useSettings().person;
}
