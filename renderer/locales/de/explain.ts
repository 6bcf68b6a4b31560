import type { explain as english } from '../en/explain.ts';
import type { Words } from '../words.ts';

export const explain: Words<typeof english> = {
  toggle: 'Was dafür sprach',
  computing: 'Es wird nachgesehen, was das Netz gesehen hat…',
  failed: 'Von dieser Zelle gibt es keine Karte.',
  classes: 'Karte der Klasse',
  opacity: 'Deckkraft',
  legend: { low: 'sprach am wenigsten', high: 'sprach am meisten' },
  summary:
    '{{name}}: am wärmsten {{place}}; {{share}} der Wärme liegen im Rahmen der Zelle, der {{area}} des Bildes einnimmt.',
  nothing: '{{name}}: Nichts in diesem Bild sprach dafür.',
  places: {
    'upper-left': 'oben links',
    'upper-centre': 'oben',
    'upper-right': 'oben rechts',
    'middle-left': 'links',
    'middle-centre': 'in der Mitte',
    'middle-right': 'rechts',
    'lower-left': 'unten links',
    'lower-centre': 'unten',
    'lower-right': 'unten rechts',
  },
  mirrored: 'Jenseits der gepunkteten Linie ist kein Feld: Das Netz bekam dessen Spiegelbild gezeigt.',
  meaning:
    'Grad-CAM: welche Teile dessen, was das Netz sah, die Wertung der Klasse erhöht haben, grob und jede Karte in eigenem Maßstab. Sie sagt nicht, warum, umreißt keine Zelle, und eine einleuchtende Karte macht die Klasse nicht richtig.',
  by: 'Berechnet von {{model}} in Gleitkommazahlen ({{engine}}).',
  keys: { toggle: 'Was für die Klasse sprach', nextClass: 'Dasselbe für die nächste Klasse' },
};
