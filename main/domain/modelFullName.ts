/** "blast-classifier-1.0.0": how people name one version of a model, and what its folder is called. */
export function modelFullName({
  name,
  version,
}: {
  readonly name: string;
  readonly version: string;
}): string {
  return `${name}-${version}`;
}
