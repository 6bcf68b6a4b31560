import type { TFunction } from 'i18next';

/** What a signature stands for, in the language of the window where it is one that the program knows. */
export function nameMeaning(t: TFunction<'reports'>, meaning: string): string {
  return meaning === 'reviewed' || meaning === 'approved' ? t(`meaning.${meaning}`) : meaning;
}
