import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { de } from './locales/de/index.ts';
import { en } from './locales/en/index.ts';

/** Languages of the window. English is the one that is whole by type; every other has the same keys by type. */
export const resources = { en, de } as const;

/** @param language of the settings */
export function createI18n(language: keyof typeof resources): i18n {
  const instance = i18next.createInstance();
  void instance.use(initReactI18next).init({
    resources,
    lng: language,
    fallbackLng: 'en',
    defaultNS: 'common',
    ns: Object.keys(en),
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  return instance;
}

declare module 'i18next' {
  interface CustomTypeOptions {
    readonly defaultNS: 'common';
    readonly resources: typeof en;
  }
}
