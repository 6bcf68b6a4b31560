import { useTranslation } from 'react-i18next';
import { verdicts } from '../../../main/domain/verdict.ts';
import { useVerdictNames } from '../../hooks/useVerdictNames.ts';
import { listedGroup } from './orderCells.ts';

/** The name of a group: of its verdict, "not judged", or what a list is for. */
export function useNameOfGroup(): (group: number) => string {
  const { t } = useTranslation('review');
  const names = useVerdictNames();
  return (group) => {
    if (group === listedGroup) return t('next.group');
    const verdict = verdicts[group];
    return verdict === undefined ? t('unjudged') : names[verdict].full;
  };
}
