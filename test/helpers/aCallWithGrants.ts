import { randomUUID } from 'node:crypto';
import { LabError } from '../../main/domain/labError.ts';
import { type GrantId, grantIdSchema } from '../../preload/contract/defineCall.ts';

interface CallWithGrants {
  readonly call: { readonly grantPath: (grant: GrantId) => string; readonly signal: AbortSignal };
  /** @returns the id for a path, as a dialog of one choice gives it */
  readonly grant: (path: string) => GrantId[];
}

/** What a handler is called with, and grants of paths as main hands them out after a dialog. */
export function aCallWithGrants(): CallWithGrants {
  const paths = new Map<GrantId, string>();
  const call = {
    grantPath: (grant: GrantId) => {
      const path = paths.get(grant);
      if (path === undefined) throw new LabError('argument-invalid', 'No such grant.');
      return path;
    },
    signal: new AbortController().signal,
  };
  const grant = (path: string) => {
    const id = grantIdSchema.parse(`grant-${randomUUID()}`);
    paths.set(id, path);
    return [id];
  };
  return { call, grant };
}
