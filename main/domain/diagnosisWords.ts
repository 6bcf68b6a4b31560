/** What the self-diagnosis says, in English, with {{places}} for what it found. The command line prints it, the window
 *  shows it in its own language: other languages have the same keys. */
export const diagnosisWords = {
  things: {
    node: 'Node.js',
    tensorFlow: 'TensorFlow',
    convolution: 'Convolution forward and backward',
    sqlite: 'SQLite',
    sharp: 'sharp',
    openSlide: 'OpenSlide',
    models: 'Model hashes',
    engine: 'Engine',
    disk: 'Free disk',
    memory: 'Free memory',
    database: 'Lab database',
    audit: 'Audit trail',
  },
  details: {
    /** versions, names, hashes, and what an error says */
    text: '{{text}}',
    nodeTooOld: '{{version}}, needs {{needed}} or newer',
    tensorFlow: '{{version}}, on {{device}}',
    convolutionRight: 'both give the numbers they must',
    forwardWrong: 'wrong numbers forward',
    backwardWrong: 'wrong numbers backward',
    bothWrong: 'wrong numbers forward and backward',
    noModel: 'there is no model',
    noClassifier: 'there is no classifier to run',
    intact: 'every page and every reference fits',
    damaged: '{{first}}',
    damagedMore: '{{first}}; and {{more}} more',
    noEntry: 'no entry yet',
    chain: '{{entries}} entries in one chain, up to {{hash}}',
    broken: 'entry {{entry}}: {{reason}}',
    free: '{{free}} GB free',
    freeTooLittle: '{{free}} GB free, needs {{needed}} GB',
  },
  remedies: {
    setUp: 'Run `npm run setup`.',
    reinstall: 'Run `npm ci` in the program folder, then `npm run setup`.',
    newerNode: 'Start the program with `npm run`, which brings Node {{needed}}, or install that.',
    noScansHere:
      'Do not use this machine for scans. Remove the cache folder, run `npm run setup` and try again without GPU.',
    restoreModels: "Get the models folder back from the program's release, or train one: `lab train`.",
    copyModelAgain:
      'Make the copy again: `lab models quantize`. Until then the model runs in float32, more slowly.',
    restoreDatabase:
      'Stop work, keep the file as it is, and go on with the newest backup: labels given to a damaged file may be lost.',
    askWhoChanged:
      'Something other than this program has written to the database. Keep the file as it is, and compare it with your backups.',
    freeDisk: 'Free some space, or work in a folder on another disk.',
    closePrograms: 'Close other programs before a scan.',
  },
} as const;

export type DiagnosedThing = keyof typeof diagnosisWords.things;
export type DiagnosisDetail = keyof typeof diagnosisWords.details;
export type DiagnosisRemedy = keyof typeof diagnosisWords.remedies;

/** What goes into the places of a sentence. */
export type DiagnosisValues = Readonly<Record<string, string | number>>;

/** @param words with {{places}}
 *  @returns with the values in them; a place without a value stays */
export function fillPlaces(words: string, values: DiagnosisValues): string {
  return words.replace(/\{\{(\w+)\}\}/g, (place, name: string) => String(values[name] ?? place));
}
