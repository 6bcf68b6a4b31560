import type { settings as english } from '../en/settings.ts';
import type { Words } from '../words.ts';

export const settings: Words<typeof english> = {
  title: 'Einstellungen',
  subtitle: 'Sofort gespeichert, mit Zeit und Name',
  sections: {
    person: 'Person',
    classes: 'Klassen',
    scanning: 'Scannen',
    gate: 'Modelle',
    look: 'Sprache und Aussehen',
    diagnosis: 'Selbstprüfung',
    about: 'Über',
  },
  person: {
    name: 'Name',
    nameHint: 'Wie er auf Befunden und bei jeder Markierung steht',
    role: 'Rolle',
    known: 'Haben hier gearbeitet',
    none: 'Noch niemand',
  },
  classes: {
    intro:
      'Wie Zellen heißen können, wie sie gezeichnet werden und mit welcher Taste. „Zählt als Blast“ entscheidet, was die Blastenzeile in Tabelle, Befund und Kommandozeile zusammenzählt.',
    class: 'Klasse',
    name: 'Eigener Name',
    colour: 'Farbe',
    shape: 'Form',
    key: 'Taste',
    isBlast: 'Zählt als Blast',
    reset: 'Zurück zu denen des Programms',
    conflict: 'Die Taste {{key}} gehört schon zu {{other}}',
    weak: 'Auf einem gefärbten Ausstrich kaum zu sehen: eine kräftigere Farbe wählen',
    shapes: {
      circle: 'Kreis',
      triangle: 'Dreieck',
      square: 'Quadrat',
      diamond: 'Raute',
      cross: 'Kreuz',
      dash: 'Balken',
    },
  },
  scanning: {
    cellGoal: 'Ein Scan endet bei',
    cellGoalAll: 'allen Zellen',
    cellGoalN: '{{n}} Zellen',
    cellGoalHint:
      'Bei ganzen Präparaten kommen die besten Felder zuerst; das Feld, in dem die Zahl erreicht ist, wird beendet',
    pixelSize: 'Größe eines Pixels, von Hand',
    pixelSizeHint:
      'µm; für Präparate, deren Datei nichts sagt. Leer: aus der Breite der Erythrozyten geschätzt',
    pixelSizeWrong: 'Von 0,02 bis 20 µm',
    autoAdvance: 'Nach einer Markierung zur nächsten Zelle',
    model: 'Scans verwenden {{name}}',
    modelLink: 'Modelle und Training',
  },
  gate: {
    intro:
      'Was ein Modell am Kontrollsatz leisten muss, bevor Scans es verwenden dürfen. Modellverantwortliche und Administratoren legen es fest.',
    floor: 'Sensitivität für Blasten, mindestens (%)',
    floorWrong: 'Von 0 bis 100',
    leastBlasts: 'Blasten eines Kontrollsatzes, mindestens',
    leastBenign: 'Benigne Zellen eines Kontrollsatzes, mindestens',
    leastWrong: 'Eine ganze Zahl ab 1',
  },
  look: {
    language: 'Sprache',
    theme: 'Farbschema',
    themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel', 'high-contrast': 'Hoher Kontrast' },
  },
  diagnosis: {
    intro:
      'Geht alles durch, was ein Scan braucht, liest die Datenbank des Labors samt Protokoll ganz durch und sagt, was zu tun ist, wo etwas nicht in Ordnung ist.',
    run: 'Selbstprüfung starten',
    running: 'Es wird geprüft… TensorFlow wird dafür gestartet',
    again: 'Noch einmal',
    logs: 'Protokollordner öffnen',
    states: { ok: 'In Ordnung', missing: 'Fehlt', failed: 'Gescheitert' },
    allWell: 'Alles ist in Ordnung.',
    problems_one: 'Eine Sache braucht Sie.',
    problems_other: '{{count}} Sachen brauchen Sie.',
  },
  about: { show: 'Versionen, Lizenzen, Forschungszweck', tour: 'Rundgang noch einmal zeigen' },
};
