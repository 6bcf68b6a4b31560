import type { retraining as english } from '../en/retraining.ts';
import type { Words } from '../words.ts';

export const retraining: Words<typeof english> = {
  form: {
    learned: 'Was lernt',
    learnedPart: {
      head: 'Nur die letzte Schicht',
      'last-blocks': 'Die letzten beiden Blöcke',
      all: 'Das ganze Netz',
    },
    learnedHint: {
      head: 'Am schnellsten; für wenige Zellen einer Färbung, die das Modell kennt.',
      'last-blocks': 'Das Modell behält, wie es sieht, und lernt neu, was es unterscheidet.',
      all: 'Lernt am meisten und vergisst am meisten; für viele Zellen oder eine andere Färbung.',
    },
    queue: 'In die Warteschlange',
  },
  preflight: {
    title: '{{name}} trainieren?',
    measuring: 'Einige Schritte laufen, um zu sehen, was das Training braucht…',
    images: 'Zellen',
    imagesText_one: '{{images}} je Epoche, in {{steps}} Schritt; {{validation}} zur Wahl der Epoche',
    imagesText_other: '{{images}} je Epoche, in {{steps}} Schritten; {{validation}} zur Wahl der Epoche',
    time: 'Erwartete Dauer',
    timeText_one: '{{time}} für {{epochs}} Epoche',
    timeText_other: '{{time}} für {{epochs}} Epochen',
    memory: 'Arbeitsspeicher höchstens',
    disk: 'Festplatte höchstens',
    of: '{{needed}} von {{there}} frei',
    how_one: 'Auf diesem Rechner gemessen: {{count}} Schritt dieses Trainings dauerte {{step}} s.',
    how_other:
      'Auf diesem Rechner gemessen: Der mittlere von {{count}} Schritten dieses Trainings dauerte {{step}} s.',
    waits: 'Es beginnt, wenn die Trainings davor zu Ende sind.',
    short: {
      memory:
        'Für dieses Training ist zu wenig Arbeitsspeicher frei. Schließen Sie andere Programme und versuchen Sie es erneut.',
      disk: 'Für die Zwischenstände und das Modell ist zu wenig Platz auf der Festplatte. Schaffen Sie Platz und versuchen Sie es erneut.',
    },
  },
  run: {
    pause: 'Anhalten',
    paused:
      'Das Training ist angehalten, auch wenn das Programm geschlossen wird. Es geht nach der letzten ganzen Epoche weiter, sobald Sie es fortsetzen; spätere Trainings warten.',
    atTerminal:
      'Dieses Training läuft in einem Terminal und wird dort mit Strg-C beendet. Danach kann es hier weitergehen.',
    waiting: 'Das Training beginnt, wenn die Trainings davor zu Ende sind.',
    stopped:
      'In Epoche {{epoch}} war der Verlust keine Zahl mehr, das Training endete dort. Epoche {{chosen}}, die bis dahin beste, ist das Modell. Eine kleinere Lernrate kommt vielleicht weiter.',
    verdict: 'Kennzahlen am Kontrollsatz',
    learned: {
      head: 'nur die letzte Schicht',
      'last-blocks': 'die letzten beiden Blöcke',
      all: 'das ganze Netz',
    },
  },
};
