/** Closes a switch over a union: a new member fails to compile. @throws Error, a bug, when reached. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${String(value)}`);
}
