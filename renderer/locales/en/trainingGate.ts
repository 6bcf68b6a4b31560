/** Words of the training page: the gate between models, what they are judged on, how sure they may be taken to be. */

export const gate = {
  measuring: 'Measuring {{name}} and the active model on the control set…',
  progress: 'Progress of the measurement',
  verdict: 'Verdict of the gate',
  verdictOf: 'Verdict on {{name}}',
  showVerdict: 'Verdict',
  verdictGone: 'This verdict is not kept any more.',
  thisModel: 'This model',
  showVerdictOf: 'Verdict on {{name}} of {{time}}',
  allowed: '{{name}} may be activated',
  allowedText:
    'It finds as many blasts as this lab asks for, and is not shown to be worse than the active model.',
  refused: '{{name}} is refused',
  unmeasured: '{{name}} was not measured',
  reasons: {
    damaged: 'The model is damaged: {{detail}}.',
    vectors: 'The model does not give what it gave when it was made: {{detail}}.',
    belowFloor: 'It finds {{hits}} of {{total}} blasts; this lab asks for at least {{floor}}.',
    worse: 'It has fewer cells right than {{name}}; chance does not explain the difference.',
    noControlSet: 'This lab has locked no control set: nothing shows how good the model is here.',
    noChampion: 'It is the active model already, so it is compared with no other.',
    championUnusable: 'The active model cannot be used, so there is no comparison: {{detail}}',
    olderThanSet:
      '{{name}} was made before the control set was locked and may have learned its cells: its figures may flatter it.',
  },
  figures_one: 'On {{count}} cell of control set {{version}}',
  figures_other: 'On {{count}} cells of control set {{version}}',
  measuredBy:
    'Asked for by {{person}}, {{time}}. 95 % intervals by Wilson; the dashed line is what this lab asks for.',
  tableLabel: 'Sensitivity and precision of both models with 95 % intervals',
  axis: 'Scale of the shares',
  newModel: 'New',
  activeModel: 'Active',
  active: 'Active: {{name}}',
  blastSensitivity: 'Blast sensitivity',
  blastSpecificity: 'Blast specificity',
  sensitivity: 'Sensitivity by class',
  precision: 'Precision by class',
  none: 'none',
  share: '{{low}} – {{high}}, {{hits}} of {{total}}',
  mcNemar: {
    title: 'Where the models differ',
    same: 'Both have the same cells right.',
    chance:
      'They differ on {{count}} of the cells. So uneven a split comes about by chance alone (p = {{p}}): neither is shown to be better.',
    better:
      'They differ on {{count}} of the cells, more often in favour of the new model than chance explains (p = {{p}}).',
    betterFar:
      'They differ on {{count}} of the cells, far more often in favour of the new model than chance explains (p < {{p}}).',
    worse:
      'They differ on {{count}} of the cells, more often in favour of the active model than chance explains (p = {{p}}).',
    worseFar:
      'They differ on {{count}} of the cells, far more often in favour of the active model than chance explains (p < {{p}}).',
    bothRight: 'Both right',
    onlyRight: 'Only {{name}} right',
    bothWrong: 'Both wrong',
  },
  acknowledge:
    'I know that {{name}} was not measured at this lab, and activate it all the same. This is recorded.',
  whoOverrides: 'A model steward or an administrator may override this with a reason.',
  noOverride: 'A damaged model cannot be activated by anybody. Install it again, or train it anew.',
  override: 'Override',
  overrideText: '{{name}} is activated although it is refused. Your name and your reason are recorded.',
  overrideConfirm: 'Activate all the same',
  reason: 'Reason',
  reasonShort_one: '{{count}} more character',
  reasonShort_other: '{{count}} more characters',
  reasonKept: 'Recorded with the activation and in the audit trail',
} as const;

export const control = {
  heading: 'Control set',
  headingOf: 'Control set {{version}}',
  what: 'A control set is a part of the reviewed slides that is locked away: models are judged on it before they are activated, and never learn it.',
  lock: 'Lock a control set',
  lockNew: 'Lock a new one',
  title_one: 'Lock {{count}} of {{total}} reviewed slides?',
  title_other: 'Lock {{count}} of {{total}} reviewed slides?',
  lockText:
    'Their cells become the control set. No training learns these slides from now on, and the set cannot be changed, only superseded.',
  lockFolder: 'Lock a dataset folder',
  titleOfFolder: 'Lock the folder {{name}} as the control set?',
  lockFolderText:
    'Its pictures, one folder a class, are copied to this station and become the control set. It needs {{blast}} blast and {{benign}} benign cells. No training here learns these pictures from now on, and the set cannot be changed, only superseded.',
  lockingFolder: 'Reading and copying the pictures…',
  show: 'What is in it',
  contents: 'What is in the control set',
  version: 'Version',
  versionNow: '{{version}}, in use',
  checking: 'Comparing its pictures with what was locked…',
  whole: 'Every picture is what was locked.',
  copyHash: 'Copy the hash of control set {{version}}',
  slides: 'Slides whose cells are in the control set',
  slide: 'Slide',
  slideGone: 'not known any more ({{hash}}…)',
  nothingLeft: 'No reviewed slide remains for training. Review more slides first, or train on a dataset.',
  supersedes: 'Control set {{version}} stays on record; models are judged on the new one.',
  locking: 'Cutting the cells out of their slides…',
  locked: 'Control set {{version}} is locked.',
  fromReviews_one: 'Cells of {{count}} reviewed slide',
  fromReviews_other: 'Cells of {{count}} reviewed slides',
  fromFolder: 'Pictures of the folder {{name}}',
  hash: 'Content {{hash}}…',
  lockedBy: 'Locked by {{person}}, {{time}}',
} as const;

export const reliability = {
  title: 'As sure as it is right?',
  label: 'Reliability of the new model. {{bins}}',
  bin: 'said {{said}}, right in {{right}} of {{count}}',
  said: 'How sure it said it was',
  right: 'How often it was right',
  sentence:
    '{{name}} is {{confidence}} sure on average, and right in {{accuracy}}; mean gap {{error}} (expected calibration error).',
  how: 'Cells by how sure the model was of its likeliest class. On the dashed line it is right as often as it says; below it is too sure. Faint: fewer than five cells.',
} as const;

export const bundle = {
  export: 'Export',
  exportNamed: 'Export {{name}}',
  import: 'Import a model',
  exportTitle: 'Export {{name}}',
  importTitle: 'Import {{file}}',
  exporting: 'Checking the model and writing it…',
  importing: 'Unpacking the model and checking that it computes the same here…',
  exported: '{{name}} is written to {{file}}.',
  imported: '{{name}} is installed. It is not active yet.',
  known: '{{name}} is installed already: nothing was changed.',
  notExported: 'The model was not exported',
  notImported: 'The model was not imported',
} as const;
