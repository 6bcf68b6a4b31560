import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { LabError } from '../../main/domain/labError.ts';

/** A long-lived process that answers one JSON line for each it is given, so that rounds of several programs
 *  can alternate within one run. */
export interface RoundProcess {
  /** @throws LabError 'runtime-missing' when the process ended instead of answering */
  ask(question: unknown): Promise<unknown>;
  /** For a question that has several answers, or none. */
  send(question: unknown): void;
  /** @throws as ask does */
  next(): Promise<unknown>;
  readonly pid: number;
  /** Resolves when the process is gone. */
  dispose(): Promise<void>;
}

/** @param name for messages */
export function startRoundProcess(
  name: string,
  command: readonly [string, ...string[]],
  environment: Readonly<Record<string, string>>,
): RoundProcess {
  const [program, ...programArguments] = command;
  const child = spawn(program, programArguments, {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  if (child.stdin === null || child.stdout === null || child.stderr === null)
    throw new Error('The process has no pipes');
  let lastWords = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    lastWords = `${lastWords}${text}`.slice(-4000);
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { stdin } = child;
  stdin.on('error', () => undefined); // it died: the missing answer says so
  const failed = new Promise<never>((_resolve, reject) => {
    child.once('error', (cause) => reject(lostError(name, cause.message, cause)));
  });
  failed.catch(() => undefined);
  const next = async (): Promise<unknown> => {
    const answer = await Promise.race([answers.next(), failed]);
    if (answer.done) throw lostError(name, lastWords);
    return JSON.parse(answer.value) as unknown;
  };
  const send = (question: unknown): void => {
    stdin.write(`${JSON.stringify(question)}\n`);
  };
  return {
    pid: child.pid ?? -1,
    send,
    next,
    ask(question) {
      send(question);
      return next();
    },
    dispose: () => endProcess(child),
  };
}

function lostError(name: string, words: string, cause?: unknown): LabError {
  return new LabError(
    'runtime-missing',
    `${name} ended without an answer. Run \`npm run setup\`; if it is a Python peer, delete test/bench/.venv; then try again. Its last words:\n${words}`,
    {},
    { cause },
  );
}

function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined)
    return Promise.resolve();
  return new Promise((resolve) => {
    const killTimer = setTimeout(() => child.kill('SIGKILL'), 5000);
    child.once('exit', () => {
      clearTimeout(killTimer);
      resolve();
    });
    child.stdin?.end();
  });
}
