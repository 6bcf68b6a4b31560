import { useTranslation } from 'react-i18next';
import { verdicts } from '../../../main/domain/verdict.ts';
import { useVerdictNames } from '../../hooks/useVerdictNames.ts';

/** The name of a group: of its verdict, or "not judged". */
export function useNameOfGroup(): (group: number) => string {
  const { t } = useTranslation('review');
  const names = useVerdictNames();
  return (group) => {
    const verdict = verdicts[group];
    return verdict === undefined ? t('unjudged') : names[verdict].full;
  };
}
