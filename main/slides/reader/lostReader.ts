import { assertNever } from '../../domain/assertNever.ts';
import { LabError } from '../../domain/labError.ts';

/** Why a reader's process is gone. */
export type ReaderLoss =
  | { readonly kind: 'silent'; readonly timeoutMs: number }
  | { readonly kind: 'overfull'; readonly limitBytes: number }
  /** ended before it was asked for anything: no slide's fault */
  | { readonly kind: 'unstarted'; readonly exit: string; readonly lastWords: string }
  /** crashed, or ended by someone else; with the last lines it wrote */
  | { readonly kind: 'crashed'; readonly exit: string; readonly lastWords: string }
  | { readonly kind: 'closed' };

/** The failure of what was asked of a process that is gone: 'slide-reader-lost', or 'cancelled' when it was closed. */
export function lostReader(slideName: string, loss: ReaderLoss): LabError {
  switch (loss.kind) {
    case 'silent':
      return new LabError(
        'slide-reader-lost',
        `Reading ${slideName} made no progress for ${Math.round(loss.timeoutMs / 1000)} s and was stopped. If it lies on a network folder, check the connection; else the file is damaged: copy it anew from its source.`,
        { timeoutMs: loss.timeoutMs },
      );
    case 'overfull':
      return new LabError(
        'slide-reader-lost',
        `Reading ${slideName} took more than ${(loss.limitBytes / 1e9).toFixed(1)} GB of memory and was stopped. The file is damaged, or too large for its format: copy it anew, or export it as a tiled pyramid.`,
        { limitBytes: loss.limitBytes },
      );
    case 'unstarted':
      return new LabError(
        'slide-reader-lost',
        `The process that reads ${slideName} could not start (${loss.exit}). Try again; if it happens again, run \`npm run lab -- diagnose\`.`,
        { exit: loss.exit, lastWords: loss.lastWords },
      );
    case 'crashed':
      return new LabError(
        'slide-reader-lost',
        `Reading ${slideName} ended in a crash (${loss.exit}). Its file is damaged in a way that the decoder does not survive; nothing else was harmed. Copy it anew from its source, or leave it out.`,
        { exit: loss.exit, lastWords: loss.lastWords },
      );
    case 'closed':
      return new LabError('cancelled', `Reading ${slideName} was stopped: it was closed.`);
    default:
      return assertNever(loss);
  }
}
