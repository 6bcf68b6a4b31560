import { LabError } from '../../main/domain/labError.ts';
import type { AnyCalls } from './defineCall.ts';

/** A call as its definition in the contract reads it.
 *  @param args as they came
 *  @returns the arguments parsed
 *  @throws LabError 'argument-invalid' for a name or arguments that are not of the contract */
export function readCall<Calls extends AnyCalls>(
  calls: Calls,
  name: unknown,
  args: unknown,
): { readonly name: keyof Calls & string; readonly args: unknown } {
  const definition = typeof name === 'string' && Object.hasOwn(calls, name) ? calls[name] : undefined;
  if (definition === undefined) throw new LabError('argument-invalid', 'The lab has no call of this name.');
  const parsed = definition.args.safeParse(args);
  if (parsed.success) return { name: name as keyof Calls & string, args: parsed.data };
  const [issue] = parsed.error.issues;
  const where = issue?.path.map(String).join('.').slice(0, 100) ?? '';
  throw new LabError(
    'argument-invalid',
    `The arguments of ${String(name)} are not what it takes${where === '' ? '' : ` at ${where}`}: ${issue?.message.slice(0, 200) ?? 'unknown'}.`,
  );
}
