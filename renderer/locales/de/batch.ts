import type { batch as english } from '../en/batch.ts';
import type { Words } from '../words.ts';

export const batch: Words<typeof english> = {
  title: 'Was gescannt wurde',
  show: 'Übersicht',
  period: 'Seit wann',
  periods: { evening: 'Seit dem Abend', day: '24 Stunden', week: '7 Tage' },
  since: 'Seit {{time}}',
  counts: {
    done: 'Gescannt',
    failed: 'Gescheitert',
    skipped: 'Unverändert',
    cancelled: 'Abgebrochen',
    waiting: 'Warten jetzt',
  },
  nothing: 'In dieser Zeit ist kein Scan zu Ende gegangen.',
  allWell: 'Nichts davon braucht einen Menschen.',
  more_one: 'und {{count}} weiteres',
  more_other: 'und {{count}} weitere',
  forPerson: {
    title_one: 'Für einen Menschen: {{count}} Präparat',
    title_other: 'Für einen Menschen: {{count}} Präparate',
    slide: 'Präparat',
    unseen: 'Zellen zu sehen',
    notes: 'Hinweise',
    failedFields_one: '{{count}} Feld war nicht lesbar.',
    failedFields_other: '{{count}} Felder waren nicht lesbar.',
    open: 'Durchsehen',
    openOf: '{{name}} durchsehen',
  },
  failed: {
    title: 'Gescheitert',
    retry_one: 'Noch einmal versuchen',
    retry_other: 'Alle {{count}} noch einmal versuchen',
    queued_one: '{{count}} Präparat wartet wieder.',
    queued_other: '{{count}} Präparate warten wieder.',
  },
  folders: {
    title: 'Beobachtete Ordner',
    intro:
      'Präparate, die in diese Ordner oder Ordner darin kommen, werden gescannt, sobald sie ganz kopiert sind.',
    add: 'Ordner beobachten…',
    remove: 'Nicht mehr beobachten; die Präparate bleiben',
    removeOf: '{{path}} nicht mehr beobachten',
    watched: 'Wird beobachtet',
    away: 'Ist gerade nicht erreichbar; es wird wieder nachgesehen',
    polled: 'Auf einem Netzlaufwerk: nach der Uhr nachsehen',
    stable: 'Ein Präparat wird genommen, wenn es sich nicht mehr ändert seit (Sekunden)',
    stableHint: 'Länger, wenn langsam über ein Netz kopiert wird',
    stableWrong: 'Von 1 bis 86.400',
  },
};
