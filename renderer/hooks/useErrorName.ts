import { useTranslation } from 'react-i18next';
import type { LabErrorCode } from '../../main/domain/labError.ts';

/** What failed, by the code of the error, in the language of the window; undefined of a code that it does not know. */
export function useErrorName(): (code: string) => string | undefined {
  const { t, i18n } = useTranslation('errors');
  return (code) => (i18n.exists(`errors:failed.${code}`) ? t(`failed.${code as LabErrorCode}`) : undefined);
}
