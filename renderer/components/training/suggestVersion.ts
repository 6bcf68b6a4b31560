import type { ModelSummary } from '../../../main/domain/trainingRun.ts';

/** The next free version of a name: the newest with its middle number one higher, "1.0.0" where there is none.
 *  @param taken names and versions that exist already */
export function suggestVersion(
  name: string,
  taken: readonly Pick<ModelSummary, 'name' | 'version'>[],
): string {
  const versions = taken
    .filter((model) => model.name === name)
    .map(({ version }) => version.split('.').map(Number))
    .sort((a, b) => compare(b, a));
  const [newest] = versions;
  if (newest === undefined) return '1.0.0';
  const [major = 1, minor = 0] = newest;
  return `${major}.${minor + 1}.0`;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, part] of a.entries()) {
    const difference = part - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** "mine-1.0.0" as name and version; undefined when it is neither. */
export function splitFullName(
  fullName: string,
): { readonly name: string; readonly version: string } | undefined {
  const match = /^(.+)-(\d+\.\d+\.\d+)$/.exec(fullName);
  const [, name, version] = match ?? [];
  return name === undefined || version === undefined ? undefined : { name, version };
}
