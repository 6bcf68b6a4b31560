import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** Numbers, shares and times in the language of the window. */
export interface Format {
  readonly count: (value: number) => string;
  /** "12.3 %" of 0.123 */
  readonly percent: (fraction: number, digits?: number) => string;
  readonly number: (value: number, digits?: number) => string;
  /** "+1.20", "−0.35" */
  readonly signed: (value: number) => string;
  readonly dateTime: (iso: string) => string;
  readonly date: (iso: string) => string;
  /** "3 min", "1 h 5 min", "20 s" */
  readonly duration: (ms: number) => string;
  readonly bytes: (bytes: number) => string;
}

export function useFormat(): Format {
  const { i18n, t } = useTranslation('common');
  const { language } = i18n;
  return useMemo(() => {
    const fixed = (digits: number, style?: Intl.NumberFormatOptions) =>
      new Intl.NumberFormat(language, {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
        ...style,
      });
    const dateTime = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
    const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
    return {
      count: (value) => new Intl.NumberFormat(language).format(value),
      percent: (fraction, digits = 1) => fixed(digits, { style: 'percent' }).format(fraction),
      number: (value, digits = 2) => fixed(digits).format(value),
      signed: (value) => fixed(2, { signDisplay: 'exceptZero' }).format(value).replace('-', '−'),
      dateTime: (iso) => dateTime.format(new Date(iso)),
      date: (iso) => date.format(new Date(iso)),
      duration: (ms) => {
        const seconds = Math.max(1, Math.round(ms / 1000));
        if (seconds < 90) return t('duration.seconds', { n: seconds });
        const minutes = Math.round(seconds / 60);
        if (minutes < 90) return t('duration.minutes', { n: minutes });
        return t('duration.hours', { h: Math.floor(minutes / 60), m: minutes % 60 });
      },
      bytes: (bytes) => {
        if (bytes < 1e6) return `${fixed(0).format(bytes / 1e3)} kB`;
        return bytes < 1e9 ? `${fixed(1).format(bytes / 1e6)} MB` : `${fixed(1).format(bytes / 1e9)} GB`;
      },
    };
  }, [language, t]);
}
