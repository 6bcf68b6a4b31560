/** What the program's exit says to scripts. */
export const exitCodes = {
  ok: 0,
  /** an expected failure, told as `error [code]: message`; or some of the work failed */
  failed: 1,
  /** the command line itself was wrong */
  usage: 2,
  /** a bug of this program (EX_SOFTWARE of sysexits.h) */
  bug: 70,
  /** Ctrl-C or SIGTERM: nothing is left half done (128 + SIGINT) */
  interrupted: 130,
  /** the reader of our output went away (128 + SIGPIPE) */
  brokenPipe: 141,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
