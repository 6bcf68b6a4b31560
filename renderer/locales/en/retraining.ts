/** Words of the window: how a training goes on from a model, what it will take, and how it waits. */
export const retraining = {
  form: {
    learned: 'What learns',
    learnedPart: {
      head: 'The last layer only',
      'last-blocks': 'The last two blocks',
      all: 'The whole network',
    },
    learnedHint: {
      head: 'Quickest; for few cells of a stain that the model knows.',
      'last-blocks': 'The model keeps how it sees, and learns anew what it tells apart.',
      all: 'Learns most, and forgets most of what it knew; for many cells, or another stain.',
    },
    queue: 'Put in the queue',
  },
  preflight: {
    title: 'Train {{name}}?',
    measuring: 'Running a few steps to see what the training takes…',
    images: 'Cells',
    imagesText_one: '{{images}} in each epoch, in {{steps}} step; {{validation}} to choose the epoch',
    imagesText_other: '{{images}} in each epoch, in {{steps}} steps; {{validation}} to choose the epoch',
    time: 'Expected time',
    timeText_one: '{{time}} for {{epochs}} epoch',
    timeText_other: '{{time}} for {{epochs}} epochs',
    memory: 'Memory at most',
    disk: 'Disk at most',
    of: '{{needed}} of {{there}} free',
    how_one: 'Measured on this machine: {{count}} step of the training itself took {{step}} s.',
    how_other:
      'Measured on this machine: the middle one of {{count}} steps of the training itself took {{step}} s.',
    waits: 'It begins when the trainings before it have ended.',
    short: {
      memory: 'There is too little memory for this training. Close other programs and try again.',
      disk: 'There is too little space on the disk for its checkpoints and the model. Free some and try again.',
    },
  },
  run: {
    pause: 'Pause',
    paused:
      'The training is paused, also when the program is closed. It goes on after its last whole epoch when you resume it; trainings after it wait.',
    atTerminal: 'This training runs at a terminal and is stopped there, with Ctrl-C. Then it can go on here.',
    waiting: 'The training begins when those before it have ended.',
    stopped:
      'In epoch {{epoch}} the loss was no number any more, so the training stopped. Epoch {{chosen}}, the best until then, is the model. A lower learning rate may go further.',
    verdict: 'Figures on the control set',
    learned: {
      head: 'last layer only',
      'last-blocks': 'last two blocks',
      all: 'whole network',
    },
  },
} as const;
