import type { tour as english } from '../en/tour.ts';
import type { Words } from '../words.ts';

export const tour: Words<typeof english> = {
  welcome: {
    title: 'Willkommen bei Blastscope',
    text: 'Jede Markierung und jeder Befund trägt den Namen dessen, der sie gegeben hat. Wer arbeitet jetzt an dieser Station?',
    notice: 'Alles bleibt auf diesem Rechner. Nur für Forschungszwecke; Blastscope stellt keine Diagnose.',
    start: 'Los',
  },
  step: 'Schritt {{n}} von {{count}}',
  skip: 'Rundgang überspringen',
  back: 'Zurück',
  next: 'Weiter',
  done: 'Fertig',
  steps: {
    worklist: {
      title: 'Die Arbeitsliste',
      text: 'Alle Präparate mit dem, was gefunden wurde: Zellen, blastenähnliche Zellen mit Intervall, und was noch ein Mensch sehen muss.',
    },
    add: {
      title: 'Präparate hinzufügen',
      text: 'Einen Ordner oder Dateien hinzufügen oder hierher ziehen. Keine zur Hand? Die Vorführpräparate sind in Sekunden gezeichnet.',
    },
    navigation: {
      title: 'Betrachter und Durchsicht',
      text: 'Der Betrachter zeigt ein Präparat mit seinen Zellen; die Durchsicht sortiert alle Zellen nach Klassen. Eine Markierung hier erscheint sofort auch dort.',
    },
    review: {
      title: 'Mit einer Taste markieren',
      text: 'Eine Taste setzt die Klasse einer Zelle und geht zur nächsten. Jede Markierung ist gespeichert, sobald sie zu sehen ist; rückgängig geht es ohne Grenze.',
    },
    keys: { title: 'Hilfe mit einer Taste', text: 'Auf jeder Seite zeigt ? ihre Tasten.' },
    person: {
      title: 'Wer arbeitet hier',
      text: 'Ändern, wenn sich jemand anderes hinsetzt. Markierungen und Signaturen tragen diesen Namen.',
    },
  },
};
