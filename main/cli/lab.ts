import { Command, CommanderError } from 'commander';
import { programVersion } from '../workflows/programVersion.ts';
import { addBatchCommand } from './batch.ts';
import { addCiteFiguresCommand } from './citeFigures.ts';
import { addClassifyCommand } from './classify.ts';
import { addControlSetCommand } from './controlSet.ts';
import { addDatasetCommand } from './dataset.ts';
import { addDeidentifyCommand } from './deidentify.ts';
import { addDemoCommand } from './demo.ts';
import { addDetectCommand } from './detect.ts';
import { addDiagnoseCommand } from './diagnose.ts';
import { addEvaluateCommand } from './evaluate.ts';
import { exitCodes } from './exitCodes.ts';
import { addExplainCommand } from './explain.ts';
import { addKeysCommand } from './keys.ts';
import { addLabelsCommand } from './labels.ts';
import { addModelsCommand } from './models.ts';
import { addNextCommand } from './next.ts';
import { addQuantizeDetectorCommand } from './quantizeDetector.ts';
import { addReportCommand } from './report.ts';
import { addReproduceCommand } from './reproduce.ts';
import { addRetrainCommand } from './retrain.ts';
import { addScanCommand } from './scan.ts';
import { addSetupCommand } from './setup.ts';
import { addSlidesCommand } from './slides.ts';
import { addTrainCommand } from './train.ts';
import { addTrainDetectorCommand } from './trainDetector.ts';
import { addVerifyCommand } from './verify.ts';

/* The command line's entry point. Each command loads what it needs when it is called, so that `setup` and
 * `--help` work before any native library is there. */

/** In the order of the help. */
const commands = [
  addSetupCommand,
  addDiagnoseCommand,
  addDemoCommand,
  addScanCommand,
  addBatchCommand,
  addSlidesCommand,
  addDetectCommand,
  addClassifyCommand,
  addExplainCommand,
  addReportCommand,
  addVerifyCommand,
  addLabelsCommand,
  addNextCommand,
  addDeidentifyCommand,
  addKeysCommand,
  addModelsCommand,
  addControlSetCommand,
  addCiteFiguresCommand,
  addDatasetCommand,
  addTrainCommand,
  addRetrainCommand,
  addEvaluateCommand,
  addTrainDetectorCommand,
  addQuantizeDetectorCommand,
  addReproduceCommand,
];

function createProgram(): Command {
  const program = new Command('lab')
    .description(
      'Blastscope: finds white cells in blood smears and flags blast-like cells. For research use only.',
    )
    .version(programVersion)
    .showHelpAfterError('Run with --help to see how.')
    .enablePositionalOptions()
    .exitOverride();
  for (const addCommand of commands) addCommand(program);
  return program;
}

// of all that is printed, help too, the reader may have seen enough; commands stop their work besides (runCommand)
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exitCode = exitCodes.brokenPipe;
});

try {
  await createProgram().parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
}
