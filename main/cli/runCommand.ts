import { LabError } from '../domain/labError.ts';
import { type ExitCode, exitCodes } from './exitCodes.ts';
import { createProgressDisplay, type ProgressDisplay } from './progressDisplay.ts';

/** What a command has to work with. */
export interface CommandContext {
  /** aborted by Ctrl-C, SIGTERM, SIGHUP, or when the reader of stdout goes away */
  readonly signal: AbortSignal;
  /** one line of data to stdout, which holds nothing else */
  readonly print: (line: string) => void;
  /** one line for people to stderr */
  readonly log: (line: string) => void;
  readonly progress: ProgressDisplay;
}

/** One Ctrl-C under `npm run` arrives twice, from the terminal and from npm; a person is slower. */
const repeatedSignalMs = 1000;

/** Runs a command's work, tells its failure on stderr and sets the exit code. A second Ctrl-C ends at once. */
export async function runCommand(
  // biome-ignore lint/suspicious/noConfusingVoidType: most commands say nothing when all went well
  work: (context: CommandContext) => Promise<ExitCode | void>,
): Promise<void> {
  const controller = new AbortController();
  const progress = createProgressDisplay(process.stderr);
  const stopListening = listenForEnd(controller);
  try {
    process.exitCode = (await work(createContext(controller.signal, progress))) ?? exitCodes.ok;
  } catch (error) {
    progress.clear();
    process.exitCode = reportFailure(error, controller.signal);
  } finally {
    progress.clear();
    stopListening();
  }
}

function createContext(signal: AbortSignal, progress: ProgressDisplay): CommandContext {
  return {
    signal,
    progress,
    print: (line) => {
      progress.clear();
      process.stdout.write(`${line}\n`);
    },
    log: (line) => {
      progress.clear();
      process.stderr.write(`${line}\n`);
    },
  };
}

/** @returns the exit code; what went wrong is on stderr */
function reportFailure(error: unknown, signal: AbortSignal): ExitCode {
  if (error instanceof LabError && error.code === 'cancelled' && signal.aborted) {
    if (signal.reason === 'broken-pipe') return exitCodes.brokenPipe;
    process.stderr.write('Stopped. Nothing is left half done; run the same command again to go on.\n');
    return exitCodes.interrupted;
  }
  if (error instanceof LabError) {
    process.stderr.write(`error [${error.code}]: ${error.message}\n`);
    return exitCodes.failed;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`This is a bug of Blastscope; please report it with these lines:\n${stack}\n`);
  return exitCodes.bug;
}

function listenForEnd(controller: AbortController): () => void {
  let firstSignalAt: number | undefined;
  const onSignal = () => {
    firstSignalAt ??= performance.now();
    if (performance.now() - firstSignalAt > repeatedSignalMs) process.exit(exitCodes.interrupted);
    controller.abort('interrupted');
  };
  const onOutputError = (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') controller.abort('broken-pipe');
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, onSignal);
  process.stdout.on('error', onOutputError);
  return () => {
    for (const name of signals) process.off(name, onSignal);
  };
}
