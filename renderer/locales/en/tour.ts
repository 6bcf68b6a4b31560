/** Words of the first start. */
export const tour = {
  welcome: {
    title: 'Welcome to Blastscope',
    text: 'Every label and report carries the name of who gave it. Who works at this station now?',
    notice: 'Everything stays on this machine. For research use only; Blastscope makes no diagnosis.',
    start: 'Start',
  },
  step: 'Step {{n}} of {{count}}',
  skip: 'Skip the tour',
  back: 'Back',
  next: 'Next',
  done: 'Done',
  steps: {
    worklist: {
      title: 'The worklist',
      text: 'Every slide with what was found: cells, blast-like cells with their interval, and what still has to be seen by a person.',
    },
    add: {
      title: 'Bring slides',
      text: 'Add a folder or files, or drop them anywhere here. No slides at hand? The demo slides are drawn in seconds.',
    },
    navigation: {
      title: 'Viewer and review',
      text: 'The viewer shows a slide with its cells; the review sorts all cells by class. A label given in one shows in the other at once.',
    },
    review: {
      title: 'Label by key',
      text: 'One key sets the class of a cell and goes to the next. Every label is on disk the moment it shows; undo reaches back without end.',
    },
    keys: { title: 'Help by one key', text: 'Press ? on any page to see its keys.' },
    person: {
      title: 'Who works here',
      text: 'Change it when somebody else sits down. Labels and signatures carry this name.',
    },
  },
} as const;
