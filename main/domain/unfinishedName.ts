/** Endings that copy programs, browsers and cameras give to files they still write. */
const unfinishedEndings = [
  '.tmp',
  '.temp',
  '.part',
  '.partial',
  '.crdownload',
  '.download',
  '.filepart',
  '.lock',
  '.lck',
];

/** True of a file that is being written under another name, or that says that another one is in use. */
export function isUnfinishedName(name: string): boolean {
  const lower = name.toLowerCase();
  return (
    unfinishedEndings.some((ending) => lower.endsWith(ending)) ||
    lower.startsWith('~$') ||
    lower.startsWith('.~lock') ||
    lower.endsWith('~')
  );
}
