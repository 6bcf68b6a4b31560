import { useTranslation } from 'react-i18next';
import type { ControlSet } from '../../../main/domain/controlSet.ts';

/** Where the pictures of a control set came from, in the language of the window. */
export function useControlSetSource(): (set: Pick<ControlSet, 'origin' | 'slideCount' | 'source'>) => string {
  const { t } = useTranslation('training');
  return ({ origin, slideCount, source }) =>
    origin === 'reviews'
      ? t('control.fromReviews', { count: slideCount })
      : t('control.fromFolder', { name: source });
}
