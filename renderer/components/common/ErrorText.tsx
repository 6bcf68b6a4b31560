import { Box } from '@mui/material';
import { useErrorName } from '../../hooks/useErrorName.ts';

/** What failed, in the language of the window, and below it what the lab says of it, which is English in every language. */
export function ErrorText({ error }: { readonly error: unknown }) {
  const nameOf = useErrorName();
  const { code, message } = describe(error);
  const name = code === undefined ? undefined : nameOf(code);
  if (name === undefined) return <>{message}</>;
  return (
    <Box component="span" sx={{ display: 'block', minWidth: 0, overflowWrap: 'anywhere' }}>
      <Box component="span" sx={{ display: 'block', fontWeight: 600 }}>
        {name}
      </Box>
      <span lang="en">{message}</span>
    </Box>
  );
}

/** Errors of calls, and failures as the lab has written them down. */
function describe(error: unknown): { readonly code: string | undefined; readonly message: string } {
  if (typeof error !== 'object' || error === null) return { code: undefined, message: String(error) };
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  return {
    code: typeof code === 'string' ? code : undefined,
    message: typeof message === 'string' ? message : String(error),
  };
}
