/** Words of what a network looked at in a cell. */
export const explain = {
  toggle: 'What spoke for it',
  computing: 'Looking at what the network saw…',
  failed: 'There is no map of this cell.',
  classes: 'Map of the class',
  opacity: 'Opacity',
  legend: { low: 'spoke least', high: 'spoke most' },
  summary:
    '{{name}}: hottest {{place}}; {{share}} of the heat lies in the cell’s box, which takes {{area}} of the picture.',
  nothing: '{{name}}: nothing in this picture spoke for it.',
  places: {
    'upper-left': 'at the upper left',
    'upper-centre': 'at the top',
    'upper-right': 'at the upper right',
    'middle-left': 'at the left',
    'middle-centre': 'in the middle',
    'middle-right': 'at the right',
    'lower-left': 'at the lower left',
    'lower-centre': 'at the bottom',
    'lower-right': 'at the lower right',
  },
  mirrored: 'Beyond the dotted line lies no field: the network was shown its mirror image.',
  meaning:
    'Grad-CAM: which parts of what the network saw raised its score for the class, coarsely, each map on a scale of its own. It does not say why, outlines no cell, and a map that looks sensible does not make the class right.',
  by: 'Computed by {{model}} in float32 ({{engine}}).',
  keys: { toggle: 'What spoke for the class', nextClass: 'The same for the next class' },
} as const;
