import type * as english from '../en/trainingGate.ts';
import type { Words } from '../words.ts';

export const gate: Words<typeof english.gate> = {
  measuring: '{{name}} und das aktive Modell werden am Kontrollsatz gemessen…',
  progress: 'Fortschritt der Messung',
  verdict: 'Urteil der Freigabeprüfung',
  verdictOf: 'Urteil über {{name}}',
  showVerdict: 'Urteil',
  verdictGone: 'Dieses Urteil ist nicht mehr vorhanden.',
  thisModel: 'Dieses Modell',
  showVerdictOf: 'Urteil über {{name}} vom {{time}}',
  allowed: '{{name}} darf aktiviert werden',
  allowedText:
    'Es findet so viele Blasten, wie dieses Labor verlangt, und ist nicht nachweislich schlechter als das aktive Modell.',
  refused: '{{name}} wird abgelehnt',
  unmeasured: '{{name}} wurde nicht gemessen',
  reasons: {
    damaged: 'Das Modell ist beschädigt: {{detail}}.',
    vectors: 'Das Modell ergibt nicht mehr, was es bei seiner Entstehung ergab: {{detail}}.',
    belowFloor: 'Es findet {{hits}} von {{total}} Blasten; dieses Labor verlangt mindestens {{floor}}.',
    worse: 'Es bestimmt weniger Zellen richtig als {{name}}; der Zufall erklärt den Unterschied nicht.',
    noControlSet:
      'Dieses Labor hat keinen Kontrollsatz festgelegt: Nichts zeigt, wie gut das Modell hier ist.',
    noChampion: 'Es ist bereits das aktive Modell und wird deshalb mit keinem anderen verglichen.',
    championUnusable: 'Das aktive Modell ist nicht verwendbar, deshalb fehlt der Vergleich: {{detail}}',
    olderThanSet:
      '{{name}} entstand, bevor der Kontrollsatz festgelegt wurde, und kann dessen Zellen gelernt haben: Seine Kennzahlen können schmeicheln.',
  },
  figures_one: 'An {{count}} Zelle von Kontrollsatz {{version}}',
  figures_other: 'An {{count}} Zellen von Kontrollsatz {{version}}',
  measuredBy:
    'Verlangt von {{person}}, {{time}}. 95-%-Intervalle nach Wilson; die gestrichelte Linie ist, was dieses Labor verlangt.',
  tableLabel: 'Sensitivität und positiver Vorhersagewert beider Modelle mit 95-%-Intervallen',
  axis: 'Skala der Anteile',
  newModel: 'Neu',
  activeModel: 'Aktiv',
  active: 'Aktiv: {{name}}',
  blastSensitivity: 'Sensitivität für Blasten',
  blastSpecificity: 'Spezifität für Blasten',
  sensitivity: 'Sensitivität je Klasse',
  precision: 'Positiver Vorhersagewert je Klasse',
  none: 'keine',
  share: '{{low}} – {{high}}, {{hits}} von {{total}}',
  mcNemar: {
    title: 'Worin sich die Modelle unterscheiden',
    same: 'Beide bestimmen dieselben Zellen richtig.',
    chance:
      'Sie unterscheiden sich an {{count}} der Zellen. So ungleich verteilt sich das auch durch Zufall allein (p = {{p}}): Keines ist nachweislich besser.',
    better:
      'Sie unterscheiden sich an {{count}} der Zellen, häufiger zugunsten des neuen Modells, als der Zufall erklärt (p = {{p}}).',
    betterFar:
      'Sie unterscheiden sich an {{count}} der Zellen, weit häufiger zugunsten des neuen Modells, als der Zufall erklärt (p < {{p}}).',
    worse:
      'Sie unterscheiden sich an {{count}} der Zellen, häufiger zugunsten des aktiven Modells, als der Zufall erklärt (p = {{p}}).',
    worseFar:
      'Sie unterscheiden sich an {{count}} der Zellen, weit häufiger zugunsten des aktiven Modells, als der Zufall erklärt (p < {{p}}).',
    bothRight: 'Beide richtig',
    onlyRight: 'Nur {{name}} richtig',
    bothWrong: 'Beide falsch',
  },
  acknowledge:
    'Mir ist bekannt, dass {{name}} in diesem Labor nicht gemessen wurde, und ich aktiviere es trotzdem. Dies wird festgehalten.',
  whoOverrides: 'Modellverantwortliche und Administratoren können sich mit Begründung darüber hinwegsetzen.',
  noOverride:
    'Ein beschädigtes Modell kann niemand aktivieren. Installieren Sie es neu oder trainieren Sie es noch einmal.',
  override: 'Darüber hinwegsetzen',
  overrideText:
    '{{name}} wird aktiviert, obwohl es abgelehnt ist. Ihr Name und Ihre Begründung werden festgehalten.',
  overrideConfirm: 'Trotzdem aktivieren',
  reason: 'Begründung',
  reasonShort_one: 'noch {{count}} Zeichen',
  reasonShort_other: 'noch {{count}} Zeichen',
  reasonKept: 'Wird mit der Aktivierung und im Prüfprotokoll festgehalten',
};

export const control: Words<typeof english.control> = {
  heading: 'Kontrollsatz',
  headingOf: 'Kontrollsatz {{version}}',
  what: 'Ein Kontrollsatz ist ein Teil der durchgesehenen Ausstriche, der weggeschlossen wird: Modelle werden vor der Aktivierung daran gemessen und lernen ihn nie.',
  lock: 'Kontrollsatz festlegen',
  lockNew: 'Einen neuen festlegen',
  title_one: '{{count}} von {{total}} durchgesehenen Ausstrichen festlegen?',
  title_other: '{{count}} von {{total}} durchgesehenen Ausstrichen festlegen?',
  lockText:
    'Ihre Zellen werden zum Kontrollsatz. Kein Training lernt diese Ausstriche von nun an, und der Satz kann nicht geändert, nur abgelöst werden.',
  lockFolder: 'Datensatzordner festlegen',
  titleOfFolder: 'Den Ordner {{name}} als Kontrollsatz festlegen?',
  lockFolderText:
    'Seine Bilder, ein Ordner je Klasse, werden in diese Station kopiert und zum Kontrollsatz. Er braucht {{blast}} Blasten und {{benign}} gutartige Zellen. Kein Training hier lernt diese Bilder von nun an, und der Satz kann nicht geändert, nur abgelöst werden.',
  lockingFolder: 'Die Bilder werden gelesen und kopiert…',
  show: 'Was darin ist',
  contents: 'Was im Kontrollsatz ist',
  version: 'Fassung',
  versionNow: '{{version}}, in Gebrauch',
  checking: 'Seine Bilder werden mit dem Festgelegten verglichen…',
  whole: 'Jedes Bild ist, was festgelegt wurde.',
  copyHash: 'Prüfsumme von Kontrollsatz {{version}} kopieren',
  slides: 'Ausstriche, deren Zellen im Kontrollsatz sind',
  slide: 'Ausstrich',
  slideGone: 'nicht mehr bekannt ({{hash}}…)',
  nothingLeft:
    'Für das Training bleibt kein durchgesehener Ausstrich übrig. Sehen Sie erst weitere durch, oder trainieren Sie mit einem Datensatz.',
  supersedes: 'Kontrollsatz {{version}} bleibt verzeichnet; Modelle werden am neuen gemessen.',
  locking: 'Die Zellen werden aus ihren Ausstrichen geschnitten…',
  locked: 'Kontrollsatz {{version}} ist festgelegt.',
  fromReviews_one: 'Zellen von {{count}} durchgesehenen Ausstrich',
  fromReviews_other: 'Zellen von {{count}} durchgesehenen Ausstrichen',
  fromFolder: 'Bilder des Ordners {{name}}',
  hash: 'Inhalt {{hash}}…',
  lockedBy: 'Festgelegt von {{person}}, {{time}}',
};

export const reliability: Words<typeof english.reliability> = {
  title: 'So sicher wie richtig?',
  label: 'Verlässlichkeit des neuen Modells. {{bins}}',
  bin: 'sagte {{said}}, richtig in {{right}} von {{count}}',
  said: 'Wie sicher es sich gab',
  right: 'Wie oft es richtig lag',
  sentence:
    '{{name}} gibt sich im Mittel zu {{confidence}} sicher und liegt in {{accuracy}} richtig; mittlere Abweichung {{error}} (erwarteter Kalibrierfehler).',
  how: 'Zellen danach, wie sicher das Modell seiner wahrscheinlichsten Klasse war. Auf der gestrichelten Linie liegt es so oft richtig, wie es sagt; darunter ist es zu sicher. Blass: weniger als fünf Zellen.',
};

export const bundle: Words<typeof english.bundle> = {
  export: 'Exportieren',
  exportNamed: '{{name}} exportieren',
  import: 'Modell importieren',
  exportTitle: '{{name}} exportieren',
  importTitle: '{{file}} importieren',
  exporting: 'Das Modell wird geprüft und geschrieben…',
  importing: 'Das Modell wird ausgepackt und geprüft, ob es hier dasselbe ergibt…',
  exported: '{{name}} ist in {{file}} geschrieben.',
  imported: '{{name}} ist installiert. Es ist noch nicht aktiv.',
  known: '{{name}} ist bereits installiert: Nichts wurde geändert.',
  notExported: 'Das Modell wurde nicht exportiert',
  notImported: 'Das Modell wurde nicht importiert',
};
