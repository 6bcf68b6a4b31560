import { useTranslation } from 'react-i18next';
import type { Verdict } from '../../main/domain/cellClass.ts';
import { useSettings } from './useSettings.ts';

/** Names of a verdict; the lab's own where it has given one. */
export interface VerdictName {
  readonly full: string;
  readonly short: string;
}

export function useVerdictNames(): Readonly<Record<Verdict, VerdictName>> {
  const { t } = useTranslation('common');
  const { classes } = useSettings();
  const nameOf = (verdict: Verdict, full: string, short: string): VerdictName => {
    const own = classes[verdict].name;
    return own === '' ? { full, short } : { full: own, short: own };
  };
  return {
    benign: nameOf('benign', t('class.benign'), t('classShort.benign')),
    'early-pre-b': nameOf('early-pre-b', t('class.earlyPreB'), t('classShort.earlyPreB')),
    'pre-b': nameOf('pre-b', t('class.preB'), t('classShort.preB')),
    'pro-b': nameOf('pro-b', t('class.proB'), t('classShort.proB')),
    unidentified: nameOf('unidentified', t('class.unidentified'), t('classShort.unidentified')),
    'not-a-white-cell': nameOf('not-a-white-cell', t('class.notWhite'), t('classShort.notWhite')),
  };
}
