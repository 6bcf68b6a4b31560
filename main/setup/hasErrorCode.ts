/** Whether a caught value is a system error with one of these codes, such as ENOENT. */
export function hasErrorCode(cause: unknown, ...codes: readonly string[]): boolean {
  return (
    cause instanceof Error && 'code' in cause && typeof cause.code === 'string' && codes.includes(cause.code)
  );
}
