import { appendFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Writes single lines into a folder of logs; never what is on a slide, only verbs and ids. */
export type Log = (line: string) => void;

const mostBytes = 5e6;
const keptFiles = 5;

/** The newest file is blastscope.log; full ones are kept as blastscope.1.log and so on. */
export function createLog(folder: string): Log {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'blastscope.log');
  return (line) => {
    try {
      if (existsSync(path) && statSync(path).size > mostBytes) rotate(folder, path);
      appendFileSync(path, `${new Date().toISOString()} ${line.replaceAll(/\s*[\r\n]+\s*/g, ' | ')}\n`);
    } catch {
      // a full disk must not stop the program: what matters of it is told to the person
    }
  };
}

function rotate(folder: string, path: string): void {
  const numbered = (number: number) => join(folder, `blastscope.${number}.log`);
  rmSync(numbered(keptFiles), { force: true });
  for (let number = keptFiles - 1; number >= 1; number -= 1)
    if (existsSync(numbered(number))) renameSync(numbered(number), numbered(number + 1));
  renameSync(path, numbered(1));
}
